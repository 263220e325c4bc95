package dev.slipway.proxy;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the body of one {@link Exchange}: whether it is there, what it has to be, who
 * claims to send it, and which room it holds. Lives on one event loop.
 */
final class RequestBody {

  private @Nullable Body kept;
  private @Nullable UnaryOperator<Body> check;
  private @Nullable String claimedKey;
  private BodyMemory.@Nullable Room room;
  private boolean released;

  /** The body, where it was read before the caller was known; null otherwise, and once released. */
  @Nullable Body kept() {
    return kept;
  }

  void keep(Body read) {
    kept = read;
  }

  /**
   * The caller's signature is verified, but for the body that it covers.
   *
   * @param signed gives the body that was meant for the one that has come; what it throws is why
   *     that is not the one
   */
  void expect(UnaryOperator<Body> signed) {
    check = signed;
  }

  /**
   * The body that was meant.
   *
   * @param came what has come
   * @throws Refusal when that is not what the caller has signed
   */
  Body meant(Body came) {
    UnaryOperator<Body> signed = check;
    return signed == null ? came : signed.apply(came);
  }

  /** The caller says it is the holder of this access key, which only the body will show. */
  void claimedWith(String accessKeyId) {
    claimedKey = accessKeyId;
  }

  /** The id of that access key; null where it is known who asks. */
  @Nullable String claimedKey() {
    return claimedKey;
  }

  /** It is known who asks. */
  void callerIsKnown() {
    claimedKey = null;
    if (room != null) {
      room.isVerified();
    }
  }

  /** The room that it takes, which is given back once the body is not needed any more. */
  void holdRoom(BodyMemory.Room taken) {
    if (released) {
      taken.giveBack();
    } else {
      room = taken;
    }
  }

  /** It is not needed any more. May be said twice. */
  void release() {
    released = true;
    kept = null;
    BodyMemory.Room held = room;
    room = null;
    if (held != null) {
      held.giveBack();
    }
  }
}
