package dev.slipway.proxy;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Has Vert.x see in a request's head what is said there. Safe for many connections.
 *
 * <ul>
 *   <li>Of {@code Connection} it reads whole lines alone, while the header is a list: whoever sends
 *       {@code TE, close} wants no further answer on that connection, and what follows there must
 *       not be done (RFC 9112, 9.6).
 *   <li>A version that is not spoken here it answers itself, in that version and without a word.
 * </ul>
 */
@Sharable
final class MendHead extends ChannelInboundHandlerAdapter {

  private static final MendHead FOR_ALL = new MendHead();

  private MendHead() {}

  /** Looks at all heads that come on a connection, before its first one. */
  static void on(HttpConnection connection) {
    if (connection instanceof ConnectionBase base) {
      base.channel()
          .pipeline()
          .addBefore(base.channelHandlerContext().name(), MendHead.class.getName(), FOR_ALL);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof DefaultHttpRequest head) {
      HttpHeaders headers = head.headers();
      HttpVersion version = head.protocolVersion();
      if (!isSpoken(version)) {
        head.setProtocolVersion(HttpVersion.HTTP_1_1);
        if (head.decoderResult().isSuccess()) {
          head.setDecoderResult(DecoderResult.failure(new DecoderException(version.text())));
        }
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      } else if (headers.contains(HttpHeaderNames.CONNECTION)
          && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true)) {
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      }
    }
    context.fireChannelRead(message);
  }

  /** As Vert.x finds it out: the same object is made of each line that says it rightly. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isSpoken(HttpVersion version) {
    return version == HttpVersion.HTTP_1_1 || version == HttpVersion.HTTP_1_0;
  }
}
