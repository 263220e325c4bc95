package dev.slipway.proxy;

import dev.slipway.base.Network;
import dev.slipway.base.Sha256;
import dev.slipway.base.TrustedBalancers;
import dev.slipway.proxy.BodyMemory.Room;
import dev.slipway.proxy.Refusal.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.buffer.BufferInternal;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A stage of the {@link Pipeline}: reads the whole body. It is hashed while it arrives, since a
 * signature covers it.
 */
final class ReadBody {

  /** Bodies up to here are not counted. */
  static final int SMALL = 64 * 1024;

  /** How long a large body may wait for room. */
  private static final int ROOM_PATIENCE_MILLIS = 10_000;

  /**
   * How long a body whose sender is only claimed keeps its room at least, while those of others
   * wait for it. They wait for twice as long.
   */
  private static final int CLAIM_MILLIS = ROOM_PATIENCE_MILLIS / 2;

  private static final long MILLI = 1_000_000;

  private final LoopTimers timers;
  private final BodyMemory memory;
  private final TrustedBalancers balancers;
  private final long limit;
  private final long patience;
  private final long claim;

  /**
   * @param balancers who says where a large body comes from whose sender is only claimed
   * @param limit the largest body
   * @param patience how long one may take to arrive
   */
  ReadBody(
      LoopTimers timers,
      BodyMemory memory,
      TrustedBalancers balancers,
      long limit,
      Duration patience) {
    this.timers = timers;
    this.memory = memory;
    this.balancers = balancers;
    this.limit = limit;
    this.patience = patience.toMillis();
    claim = Math.min(CLAIM_MILLIS, this.patience / 2);
  }

  /**
   * Reads the body, unless that was done before. What it holds is given back by {@link
   * RequestBody#release}. Fails with a {@link Refusal} when it is too large or too slow, also for
   * the patience of its own sender.
   */
  Future<Body> read(Exchange exchange) {
    Body known = exchange.body().kept();
    if (known != null) {
      return Future.succeededFuture(known);
    }
    if (Malformed.isCodedOddly(exchange.request().headers())) {
      return Future.failedFuture(Malformed.coding());
    }
    long declared = ContentLength.of(exchange.request().headers());
    if (declared > limit) {
      return Future.failedFuture(tooLarge());
    }
    var reading = new Reading(exchange, Math.max(declared, 0));
    if (declared > SMALL) {
      return reading.takeRoom(declared).compose(_ -> reading.start());
    }
    return reading.start();
  }

  /**
   * Who claims to send a body: a client in the name of an access key; null where the sender is
   * known. Neither others at that address nor the key's owner elsewhere have to do with it.
   */
  private @Nullable String claimant(Exchange exchange) {
    String key = exchange.body().claimedKey();
    return key == null
        ? null
        : Network.ofClient(new Origin(balancers, exchange.request()).nearest()) + ' ' + key;
  }

  private static Throwable left() {
    return new IllegalStateException("The caller has left.");
  }

  private Refusal tooLarge() {
    return new Refusal(
        Reason.BODY_TOO_LARGE, "A request body may have %d bytes at most.".formatted(limit));
  }

  private final class Reading {

    private final Exchange exchange;
    private final HttpServerRequest request;
    private final Promise<Body> whole = Promise.promise();
    private final long expected;
    private @Nullable Room room;
    private @Nullable Buffer bytes;
    private @Nullable MessageDigest digest;
    private TimerWheel.@Nullable Timer timer;
    private TimerWheel.@Nullable Timer claimTimer;

    /** When the time for the body is over. */
    private long until;

    Reading(Exchange exchange, long expected) {
      this.exchange = exchange;
      this.request = exchange.request();
      this.expected = expected;
    }

    Future<Void> takeRoom(long needed) {
      Room taken = memory.take(needed, claimant(exchange), () -> fail(passed()));
      room = taken;
      Future<Void> turn = taken.turn();
      if (!turn.isComplete()) {
        long left = Patience.left(exchange, ROOM_PATIENCE_MILLIS);
        Refusal tooLong =
            left < ROOM_PATIENCE_MILLIS
                ? new Refusal(
                    Reason.UNASKED,
                    "There was no room for the body in the caller's time: too many at once.")
                : new Refusal(Reason.OVERLOADED, "Too many large bodies at once; try again.");
        TimerWheel.Timer waiting = timers.in(left, () -> taken.giveUp(tooLong));
        exchange.whenCallerLeaves(() -> taken.giveUp(left()));
        turn.onComplete((_, _) -> waiting.cancel());
      }
      return turn.onSuccess(_ -> {
        exchange.body().holdRoom(taken);
        if (taken.isClaimed()) {
          claimTimer = timers.in(claim, taken::mayBePassedOn);
        }
      });
    }

    private static Refusal passed() {
      return new Refusal(
          Reason.OVERLOADED,
          "Other signed bodies waited for the room of this one; try again, or send its hash in the"
              + " signed header x-amz-content-sha256.");
    }

    Future<Body> start() {
      if (exchange.callerHasLeft()) {
        return Future.failedFuture(left());
      }
      watch(patience);
      exchange.whenCallerLeaves(() -> fail(left()));
      request.handler(this::chunk);
      request.endHandler(_ -> end());
      if (request.version() == HttpVersion.HTTP_1_1
          && "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
        exchange.response().writeContinue();
      }
      request.resume();
      return whole.future();
    }

    /** Waits for the rest of the body no longer than this, and no longer than its sender waits. */
    private void watch(long millis) {
      long left = Patience.left(exchange, millis);
      long now = System.nanoTime();
      until = now + left * MILLI;
      timer = timers.in(now, left, () -> fail(tooSlow(left < millis)));
    }

    private static Refusal tooSlow(boolean forItsSender) {
      return new Refusal(
          Reason.BODY_SLOW,
          forItsSender
              ? "The request body did not arrive in the time that the caller gave."
              : "The request body did not arrive in time.");
    }

    private void chunk(Buffer chunk) {
      Buffer had = bytes;
      long length = (had == null ? 0 : had.length()) + (long) chunk.length();
      if (length > limit) {
        fail(tooLarge());
        return;
      }
      if (had != null) {
        hash(had, chunk);
        had.appendBuffer(chunk);
      } else if (chunk.length() == expected) {
        bytes = chunk;
      } else {
        bytes = Buffer.buffer((int) Math.max(expected, chunk.length())).appendBuffer(chunk);
      }
      if (length > SMALL && room == null) {
        request.pause();
        waitForRoom(takeRoom(limit));
      }
    }

    /**
     * Waits for room. The sender is not to blame for that time, so it does not count as time that
     * the body took to arrive.
     */
    private void waitForRoom(Future<Void> turn) {
      boolean waits = !turn.isComplete();
      long left = Math.max(0, until - System.nanoTime()) / MILLI;
      if (waits) {
        cancel(timer);
      }
      turn.onComplete((_, failure) -> {
        if (failure != null) {
          fail(failure);
        } else if (!whole.future().isComplete()) {
          if (waits) {
            watch(left);
          }
          exchange.whenCallerLeaves(() -> fail(left()));
          request.resume();
        }
      });
    }

    /** Most bodies are of one chunk, and hashed as a whole. */
    private void hash(Buffer had, Buffer chunk) {
      MessageDigest hashing = digest;
      if (hashing == null) {
        hashing = Sha256.begin();
        hashing.update(had.getBytes());
        digest = hashing;
      }
      hashing.update(chunk.getBytes());
    }

    private void end() {
      if (cancel(timer)) {
        cancel(claimTimer);
        exchange.bodyIsComplete();
        // The request lives as long as its answer, whose reader may be slow; its body must not.
        request.handler(null).endHandler(null);
        Buffer all = bytes == null ? Buffer.buffer() : bytes;
        if (room != null && room.bytes() > all.length()) {
          // It did not say how long it was going to be.
          room.giveBack(Math.max(0, room.bytes() - held(all)));
        }
        complete(
            new Body(
                all,
                digest == null
                    ? Sha256.hex(all.getBytes())
                    : HexFormat.of().formatHex(digest.digest())));
      }
    }

    private void complete(Body came) {
      Body meant;
      try {
        meant = exchange.body().meant(came);
      } catch (RuntimeException e) {
        whole.tryFail(e);
        return;
      }
      whole.tryComplete(meant);
    }

    /** What it holds of the heap: one that grew chunk by chunk has room to grow on. */
    private static long held(Buffer body) {
      return body instanceof BufferInternal buffer ? buffer.getByteBuf().capacity() : body.length();
    }

    private static boolean cancel(TimerWheel.@Nullable Timer timer) {
      return timer != null && timer.cancel();
    }

    private void fail(Throwable failure) {
      cancel(timer);
      cancel(claimTimer);
      request.pause();
      bytes = null;
      whole.tryFail(failure);
    }
  }
}
