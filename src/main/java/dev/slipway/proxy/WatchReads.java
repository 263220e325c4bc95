package dev.slipway.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Tells a connection to SageMaker when something comes on it and when all of it is read, and ends
 * it when something comes while nobody asks. Were that the beginning of an answer, what reads HTTP
 * would keep it for the next one's.
 */
final class WatchReads extends ChannelInboundHandlerAdapter {

  private final PooledConnection connection;

  WatchReads(PooledConnection connection) {
    this.connection = connection;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (connection.isIdle()) {
      ReferenceCountUtil.release(message);
      var _ = context.channel().close();
    } else {
      connection.reads();
      context.fireChannelRead(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    connection.hasRead();
    context.fireChannelReadComplete();
  }
}
