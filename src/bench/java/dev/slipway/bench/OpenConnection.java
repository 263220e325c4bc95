package dev.slipway.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One connection of an {@link OpenLoop}: a request at a time, and as much of HTTP as it takes. */
final class OpenConnection {

  private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LAST_CHUNK = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int STATUS = "HTTP/1.1 ".length();

  private final SocketChannel channel;
  private volatile OpenLoop.@Nullable Request asked;
  private byte[] answer = new byte[1024];
  private int came;

  /** Connects; blocks, which on loopback takes no time. */
  OpenConnection(InetSocketAddress server, Selector selector) throws IOException {
    channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, this);
    selector.wakeup();
  }

  void send(OpenLoop.Request request) throws IOException {
    asked = request;
    ByteBuffer bytes = ByteBuffer.wrap(request.bytes());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** What is not answered yet. */
  OpenLoop.@Nullable Request asked() {
    return asked;
  }

  /** It is answered, or never will be. */
  OpenLoop.@Nullable Request answered() {
    OpenLoop.Request request = asked;
    asked = null;
    return request;
  }

  /**
   * Reads what has come; gives the status once the answer is complete, and 0 before.
   *
   * @param buffer to read by
   */
  int read(ByteBuffer buffer) throws IOException {
    int more = channel.read(buffer.clear());
    if (more < 0) {
      throw new EOFException();
    }
    if (came + more > answer.length) {
      answer = Arrays.copyOf(answer, 2 * (came + more));
    }
    buffer.flip().get(answer, came, more);
    came += more;
    if (!isComplete()) {
      return 0;
    }
    int status = number(STATUS);
    came = 0;
    return status;
  }

  /** Whether the head has come, and after it as much as it says. */
  private boolean isComplete() {
    int length = -1;
    int line = 0;
    for (int at = 1; at < came; at++) {
      if (answer[at] != '\n' || answer[at - 1] != '\r') {
        continue;
      }
      if (at == line + 1) {
        return length < 0 ? endsWithLastChunk() : came >= at + 1 + length;
      }
      line = at + 1;
      if (isNamed(line)) {
        length = number(line + LENGTH.length);
      }
    }
    return false;
  }

  private boolean endsWithLastChunk() {
    int from = came - LAST_CHUNK.length;
    return Arrays.equals(answer, from, came, LAST_CHUNK, 0, LAST_CHUNK.length);
  }

  /** Whether the line that begins there says the length. */
  private boolean isNamed(int line) {
    if (line + LENGTH.length >= came) {
      return false;
    }
    for (int i = 0; i < LENGTH.length; i++) {
      if ((answer[line + i] | 0x20) != LENGTH[i]) {
        return false;
      }
    }
    return true;
  }

  /** The number there, after spaces. */
  private int number(int at) {
    int from = at;
    while (from < came && answer[from] == ' ') {
      from++;
    }
    int number = 0;
    for (int i = from; i < came && answer[i] >= '0' && answer[i] <= '9'; i++) {
      number = 10 * number + answer[i] - '0';
    }
    return number;
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // It is of no more use either way.
    }
  }
}
