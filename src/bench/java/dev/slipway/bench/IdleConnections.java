package dev.slipway.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Many connections that have asked once each and are kept. */
final class IdleConnections implements AutoCloseable {

  /** Addresses of loopback to come from, so that one's ports suffice; others have but one. */
  private static final int ADDRESSES = System.getProperty("os.name").startsWith("Linux") ? 8 : 1;

  private final List<SocketChannel> channels = new ArrayList<>();
  private final byte[] request;

  IdleConnections(Way way, int count) throws IOException {
    request = request(way);
    try {
      for (int i = 0; i < count; i++) {
        SocketChannel channel = SocketChannel.open();
        channels.add(channel);
        channel.bind(new InetSocketAddress("127.0.0." + (1 + i % ADDRESSES), 0));
        channel.connect(new InetSocketAddress(way.server().getHost(), way.server().getPort()));
        ask(channel);
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Asks once more on one in so many; fails when one was not kept. */
  void askAgain(int every) throws IOException {
    for (int i = 0; i < channels.size(); i += every) {
      ask(channels.get(i));
    }
  }

  private void ask(SocketChannel channel) throws IOException {
    channel.write(ByteBuffer.wrap(request));
    ByteBuffer answer = ByteBuffer.allocate(4096);
    while (!text(answer).endsWith(StaticUpstream.ANSWER)) {
      if (!answer.hasRemaining() || channel.read(answer) < 0) {
        throw new EOFException(text(answer));
      }
    }
    if (!text(answer).startsWith("HTTP/1.1 200 ")) {
      throw new IOException(text(answer));
    }
  }

  private static String text(ByteBuffer read) {
    return new String(read.array(), 0, read.position(), StandardCharsets.ISO_8859_1);
  }

  private static byte[] request(Way way) {
    var head = new StringBuilder("POST " + way.path() + " HTTP/1.1\r\n");
    head.append("Host: ").append(way.server().getAuthority()).append("\r\n");
    way.headers()
        .get()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(Way.BODY.length()).append("\r\n\r\n").append(Way.BODY);
    return head.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : channels) {
      channel.close();
    }
  }
}
