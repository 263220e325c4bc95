package dev.slipway.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Ends a connection to SageMaker on which something comes while nobody asks. Were it the beginning
 * of an answer, what reads HTTP would keep it for the next one's.
 */
final class EndWhenUnasked extends ChannelInboundHandlerAdapter {

  private final PooledConnection connection;

  EndWhenUnasked(PooledConnection connection) {
    this.connection = connection;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (connection.isIdle()) {
      ReferenceCountUtil.release(message);
      var _ = context.channel().close();
    } else {
      context.fireChannelRead(message);
    }
  }
}
