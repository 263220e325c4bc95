package dev.slipway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests at their appointed times, whether or not earlier ones were answered. A request's
 * latency counts from its appointed time, so a server that stalls cannot hide it. Bounded: what
 * would have more than so many requests outstanding is not sent, and counted.
 *
 * <p>Two threads, one that sends and one that reads, on plain sockets: a client that took as much
 * of the machine as the server would be what is measured.
 */
final class OpenLoop implements AutoCloseable {

  private static final int CONNECTIONS = 128;
  private static final int MOST_OUTSTANDING = 4_000;

  /** How long answers are waited for once the last request is sent. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final URI server;
  private final Selector selector;
  private final Thread reader;

  // Guarded by this, like both counts.
  private final Queue<OpenConnection> idle = new ArrayDeque<>();
  private final Queue<Request> waiting = new ArrayDeque<>();
  private int connections;
  private int outstanding;
  private volatile boolean over;
  private volatile Tally tally = new Tally();

  /**
   * What is to be sent.
   *
   * @param due when, in monotonic nanoseconds
   */
  record Request(byte[] bytes, long due) {}

  OpenLoop(URI server) throws IOException {
    this.server = server;
    selector = Selector.open();
    reader = Thread.ofPlatform().name("open-loop-reader").daemon().start(this::read);
  }

  /**
   * Sends for so long; blocks until all is answered, or {@link #PATIENCE} after the last request.
   * Those without an answer by then have failed.
   *
   * @param path of the n-th request
   */
  void run(
      int perSecond,
      Duration time,
      LongFunction<String> path,
      Map<String, String> headers,
      String body) {
    var rest = new StringBuilder(" HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\n");
    headers.forEach((name, value) -> rest.append(name).append(": ").append(value).append("\r\n"));
    rest.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
    long count = perSecond * time.toSeconds();
    long began = System.nanoTime();
    for (long n = 0; n < count; n++) {
      long due = began + n * 1_000_000_000L / perSecond;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      String text = "POST " + path.apply(n) + rest;
      send(new Request(text.getBytes(StandardCharsets.ISO_8859_1), due));
    }
    settle();
  }

  /** What happened since this was last asked. */
  Tally take() {
    Tally taken = tally;
    tally = new Tally();
    return taken;
  }

  private synchronized void send(Request request) {
    if (outstanding >= MOST_OUTSTANDING) {
      tally.notSent();
      return;
    }
    outstanding++;
    OpenConnection connection = idle.poll();
    if (connection == null && connections < CONNECTIONS) {
      connection = open();
    }
    if (connection == null) {
      waiting.add(request);
    } else {
      sendOn(connection, request);
    }
  }

  private @Nullable OpenConnection open() {
    try {
      var made =
          new OpenConnection(new InetSocketAddress(server.getHost(), server.getPort()), selector);
      connections++;
      return made;
    } catch (IOException _) {
      return null;
    }
  }

  private void sendOn(OpenConnection connection, Request request) {
    try {
      connection.send(request);
    } catch (IOException _) {
      lost(connection);
    }
  }

  /** The other side has gone, and with it what was asked. */
  private synchronized void lost(OpenConnection connection) {
    if (!connection.isOpen()) {
      return;
    }
    connections--;
    idle.remove(connection);
    connection.close();
    if (connection.asked() != null) {
      ended(connection, 0);
    }
  }

  private synchronized void ended(OpenConnection connection, int status) {
    Request asked = connection.answered();
    if (asked == null) {
      return;
    }
    outstanding--;
    tally.answered(status, System.nanoTime() - asked.due);
    if (!connection.isOpen()) {
      return;
    }
    Request next = waiting.poll();
    if (next == null) {
      idle.add(connection);
    } else {
      sendOn(connection, next);
    }
  }

  private void read() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    try {
      while (!over) {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
          read((OpenConnection) key.attachment(), buffer);
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(OpenConnection connection, ByteBuffer buffer) {
    try {
      int status = connection.read(buffer);
      if (status > 0) {
        ended(connection, status);
      }
    } catch (IOException _) {
      lost(connection);
    }
  }

  private void settle() {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (outstanding() > 0 && System.nanoTime() < until) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    giveUp();
  }

  private synchronized int outstanding() {
    return outstanding;
  }

  private synchronized void giveUp() {
    long now = System.nanoTime();
    waiting.forEach(request -> tally.answered(0, now - request.due));
    outstanding -= waiting.size();
    waiting.clear();
    for (SelectionKey key : selector.keys()) {
      OpenConnection connection = (OpenConnection) key.attachment();
      if (connection.asked() != null) {
        lost(connection);
      }
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    over = true;
    selector.wakeup();
    reader.join();
    for (SelectionKey key : selector.keys()) {
      ((OpenConnection) key.attachment()).close();
    }
    selector.close();
  }
}
