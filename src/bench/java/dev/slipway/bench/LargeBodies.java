package dev.slipway.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Callers that send 25 MB each and take as much back, slowly. Who is told that there is no room
 * just now asks again, as anyone would.
 */
final class LargeBodies {

  private static final int CALLERS = 24;
  private static final int PIECE = 1 << 18;
  private static final int READ_EVERY_MILLIS = 50;
  private static final int STATUS = "HTTP/1.1 200".length();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Way way;
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private double most;

  LargeBodies(Way way) {
    this.way = way;
  }

  /** Lets all of them ask at once; blocks until they have their answers, or gave up. */
  void run(long pid) throws IOException, InterruptedException {
    Thread[] callers = new Thread[CALLERS];
    for (int i = 0; i < CALLERS; i++) {
      callers[i] = Thread.startVirtualThread(this::ask);
    }
    for (Thread caller : callers) {
      while (!caller.join(Duration.ofSeconds(1))) {
        most = Math.max(most, Memory.live(pid));
      }
    }
  }

  /** The most that the proxy's objects took meanwhile, in megabytes. */
  double most() {
    return most;
  }

  int callers() {
    return CALLERS;
  }

  /** Callers that were answered in full. */
  int answered() {
    return answered.get();
  }

  /** How often one was told to ask again. */
  int refused() {
    return refused.get();
  }

  private void ask() {
    long until = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (System.nanoTime() < until) {
        if (isAnswered()) {
          answered.incrementAndGet();
          return;
        }
        refused.incrementAndGet();
        TimeUnit.SECONDS.sleep(1);
      }
    } catch (IOException e) {
      System.out.println("a large prediction failed: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks once; false when there was no room. */
  private boolean isAnswered() throws IOException, InterruptedException {
    try (var socket = new Socket()) {
      socket.setReceiveBufferSize(PIECE);
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.connect(new InetSocketAddress(way.server().getHost(), way.server().getPort()));
      send(socket.getOutputStream());
      InputStream in = socket.getInputStream();
      String status = new String(in.readNBytes(STATUS), StandardCharsets.ISO_8859_1);
      if (status.endsWith(" 503")) {
        return false;
      }
      if (!status.endsWith(" 200") || takeSlowly(in) < StaticUpstream.LARGE_BYTES) {
        throw new IOException("answered " + status + ", or not in full");
      }
      return true;
    }
  }

  private void send(OutputStream out) throws IOException {
    var head = new StringBuilder("POST " + way.path() + " HTTP/1.1\r\nConnection: close\r\n");
    head.append("Host: ").append(way.server().getAuthority()).append("\r\n");
    way.headers()
        .get()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append(StaticUpstream.ATTRIBUTES + ": " + StaticUpstream.LARGE + "\r\n");
    head.append("Content-Length: " + StaticUpstream.LARGE_BYTES + "\r\n\r\n");
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    byte[] piece = new byte[PIECE];
    for (int left = StaticUpstream.LARGE_BYTES; left > 0; left -= PIECE) {
      out.write(piece, 0, Math.min(left, PIECE));
    }
  }

  /** Reads five megabytes a second at most; gives how many bytes there were. */
  private static long takeSlowly(InputStream in) throws IOException, InterruptedException {
    long taken = 0;
    for (byte[] piece = in.readNBytes(PIECE); piece.length > 0; piece = in.readNBytes(PIECE)) {
      taken += piece.length;
      TimeUnit.MILLISECONDS.sleep(READ_EVERY_MILLIS);
    }
    return taken;
  }
}
