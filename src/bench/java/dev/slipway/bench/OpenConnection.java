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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One connection of an {@link OpenLoop}: a request at a time, and as much of HTTP as it takes. */
final class OpenConnection {

  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");
  private static final Pattern CHUNKED = Pattern.compile("(?i)\r\ntransfer-encoding: *chunked");
  private static final int STATUS = "HTTP/1.1 ".length();

  private final SocketChannel channel;
  private volatile OpenLoop.@Nullable Request asked;
  private String answer = "";

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
    answer = "";
    return request;
  }

  /**
   * Reads what has come; gives the status once the answer is complete, and 0 before.
   *
   * @param buffer to read by, empty
   */
  int read(ByteBuffer buffer) throws IOException {
    if (channel.read(buffer.clear()) < 0) {
      throw new EOFException();
    }
    answer += StandardCharsets.ISO_8859_1.decode(buffer.flip());
    return isComplete() ? Integer.parseInt(answer.substring(STATUS, STATUS + 3)) : 0;
  }

  private boolean isComplete() {
    int head = answer.indexOf("\r\n\r\n");
    if (head < 0) {
      return false;
    }
    Matcher length = LENGTH.matcher(answer).region(0, head);
    if (length.find()) {
      return answer.length() >= head + 4 + Integer.parseInt(length.group(1));
    }
    return !CHUNKED.matcher(answer).region(0, head).find() || answer.endsWith("\r\n0\r\n\r\n");
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
