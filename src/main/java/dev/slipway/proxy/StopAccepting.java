package dev.slipway.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.AbstractNioChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a socket that listens, and loses none of the connections that the kernel has opened by
 * then: those that nobody has accepted are reset when it closes.
 */
final class StopAccepting extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(StopAccepting.class);

  /**
   * More than a full queue of the kernel takes, lest connections that go on to come keep it open.
   */
  private static final int MOST_TURNS = 1_000;

  private final Channel acceptor;
  private final EventLoop loop;
  private final Promise<Void> closed = Promise.promise();
  private boolean accepted;

  private StopAccepting(Channel acceptor) {
    this.acceptor = acceptor;
    this.loop = acceptor.eventLoop();
    acceptor.closeFuture().addListener(_ -> closed.tryComplete());
  }

  /**
   * Closes it.
   *
   * @return complete when it is closed
   */
  static Future<Void> on(Channel acceptor) {
    var stop = new StopAccepting(acceptor);
    stop.loop.execute(stop::begin);
    return stop.closed.future();
  }

  /**
   * Takes it from the selector first, which takes one turn. While the selector has it, closing it
   * would be put off by as much, and connections would still be opened that nobody accepts.
   */
  private void begin() {
    if (acceptor instanceof AbstractNioChannel nio && acceptor.isOpen()) {
      acceptor.pipeline().addFirst(this);
      acceptor
          .deregister()
          .addListener(_ -> {
            var _ = loop.schedule(() -> acceptTheLast(nio), 1, TimeUnit.MILLISECONDS);
          });
    } else {
      var _ = acceptor.close();
    }
  }

  private void acceptTheLast(AbstractNioChannel nio) {
    AbstractNioChannel.NioUnsafe socket = nio.unsafe();
    accepted = true;
    for (int i = 0; i < MOST_TURNS && accepted; i++) {
      accepted = false;
      socket.read();
    }
    try {
      socket.ch().close();
    } catch (IOException e) {
      LOG.debug("The socket that listens could not be closed", e);
    }
    var _ = acceptor.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object connection) {
    accepted = true;
    context.fireChannelRead(connection);
  }
}
