package dev.slipway.proxy;

import io.vertx.core.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Speaks to the proxy byte by byte, as no HTTP client would. */
final class RawCaller implements AutoCloseable {

  private final Socket socket = new Socket();

  /** Connects, with a small window, so that an answer that is not read piles up at the sender. */
  RawCaller(RunningProxy proxy) {
    this(proxy.proxy.port());
  }

  /** The same of a proxy that ends, which does not tell its port any more. */
  RawCaller(int port) {
    try {
      socket.setReceiveBufferSize(16 * 1024);
      socket.setSoTimeout(30_000);
      socket.connect(new InetSocketAddress("127.0.0.1", port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The head of a prediction of somebody known, without the line that ends it. */
  static String head(String... headers) {
    var head =
        new StringBuilder("POST %s HTTP/1.1\r\nHost: x\r\n".formatted(RunningProxy.NAMED))
            .append("Authorization: Bearer ")
            .append(RunningProxy.TOKEN)
            .append("\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.toString();
  }

  /** The same of somebody who signs this body. */
  static String signedHead(String body) {
    var head = new StringBuilder("POST %s HTTP/1.1\r\n".formatted(RunningProxy.NAMED));
    new SdkCaller(Instant.now())
        .at("x")
        .sign(body, HttpHeaders.headers().add("content-length", "" + body.length()))
        .head()
        .headers()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.toString();
  }

  RawCaller write(String text) {
    return write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawCaller write(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes one character; says whether the proxy has closed the connection. */
  boolean isHungUpOn(char next) {
    try {
      socket.getOutputStream().write(next);
      socket.setSoTimeout(1);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException _) {
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  /** Reads so many bytes; says how many came before the connection's end. */
  int read(int bytes) {
    try {
      return socket.getInputStream().readNBytes(bytes).length;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What comes until the proxy closes the connection, however it does. */
  String readAll() {
    var all = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(all);
    } catch (SocketException _) {
      // What came before stays.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  /** What comes until the text, or the end of the connection. */
  String readUntil(String end) {
    var text = new StringBuilder();
    try {
      while (text.indexOf(end) < 0) {
        int next = socket.getInputStream().read();
        if (next < 0) {
          return text.toString();
        }
        text.append((char) next);
      }
    } catch (SocketException _) {
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Leaves without a word: the other side sees a reset, not an end. */
  void vanish() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
