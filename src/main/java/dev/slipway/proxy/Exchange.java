package dev.slipway.proxy;

import dev.slipway.access.Principal;
import dev.slipway.base.Ids;
import dev.slipway.endpoint.Route.Serving;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way: what came in, and when it passed which point. Lives on one event loop.
 * Moments are the machine's monotonic nanoseconds.
 */
final class Exchange {

  private final HttpServerRequest request;
  private final Door door;
  private final String requestId = Ids.unordered().toString();
  private final long startedAt = System.nanoTime();
  private final RequestBody body = new RequestBody();
  private boolean read;
  private long readAt;
  private long patience = Patience.UNSAID;
  private boolean working;
  private long worksSince;
  private long ownNanos;
  private long upstreamNanos;
  private long deadline;
  private boolean left;
  private boolean malformed;
  private @Nullable Principal caller;
  private @Nullable Destination destination;
  private @Nullable Serving answered;
  private @Nullable Runnable whenCallerLeaves;
  private @Nullable Runnable whenOver;
  private @Nullable String standIn;
  private @Nullable Observation observation;
  private @Nullable Refusal failure;
  private boolean over;
  private long overAt;
  private boolean well = true;
  private String variant = "";
  private String meantVariant = "";

  Exchange(HttpServerRequest request, Door door) {
    this.request = request;
    this.door = door;
    request.exceptionHandler(this::broken);
    request.response().exceptionHandler(this::broken);
    request.response().closeHandler(_ -> callerLeft());
  }

  HttpServerRequest request() {
    return request;
  }

  HttpServerResponse response() {
    return request.response();
  }

  Door door() {
    return door;
  }

  String requestId() {
    return requestId;
  }

  /** Who asks, once that is known. */
  @Nullable Principal caller() {
    return caller;
  }

  void setCaller(Principal known) {
    caller = known;
    body.callerIsKnown();
  }

  /** Where it goes, once that is known. */
  @Nullable Destination destination() {
    return destination;
  }

  void setDestination(Destination found) {
    destination = found;
    answered = found.answered(null);
  }

  /** Which release answers, as far as that is known. */
  @Nullable Serving answered() {
    return answered;
  }

  /** The variant that answers, as far as that is known; empty for none. */
  String variant() {
    return variant;
  }

  /**
   * The variant of the endpoint that was meant, as far as that is known, also where something
   * stands in; empty for none.
   */
  String meantVariant() {
    return standIn == null ? variant : meantVariant;
  }

  /** The answer's head names this variant. */
  void setVariant(String named) {
    variant = named;
  }

  /** The answer has come, with these custom attributes. */
  void answeredBy(Destination by, @Nullable String attributes) {
    answered = by.answered(attributes);
  }

  /** Whether the answer that came is right, or wrong by its caller's fault. */
  void recordWell(boolean answer) {
    well = answer;
  }

  /** Whether the answer is right, or wrong by its caller's fault; false before an answer. */
  boolean isWell() {
    return well;
  }

  /** The body that comes with it. */
  RequestBody body() {
    return body;
  }

  /** The caller has said for how many milliseconds in all it waits. */
  void setPatience(long millis) {
    patience = millis;
  }

  /**
   * How many milliseconds the caller waits in all; {@link Patience#UNSAID} where it does not say.
   */
  long patience() {
    return patience;
  }

  /** The body is complete: from here on, time is ours or SageMaker's. */
  void bodyIsComplete() {
    read = true;
    readAt = System.nanoTime();
    resumeOwnTime(readAt);
  }

  /** When it was, if it ever was. */
  long readAt() {
    return readAt;
  }

  /** Whether the body ever was complete. */
  boolean wasRead() {
    return read;
  }

  /** From this moment on the proxy itself takes the time. */
  void resumeOwnTime(long at) {
    working = true;
    worksSince = at;
  }

  /** From this moment on others take the time: SageMaker, a pause, or a slow caller. */
  void pauseOwnTime(long at) {
    if (working) {
      working = false;
      addOwnTime(at - worksSince);
    }
  }

  /** The proxy itself took so long. */
  void addOwnTime(long nanos) {
    ownNanos += Math.max(0, nanos);
  }

  /** The moment by which SageMaker's answer must have ended, whoever gives it. */
  long deadline() {
    return deadline;
  }

  void setDeadline(long moment) {
    deadline = moment;
  }

  /** SageMaker took so long, over all attempts. */
  void spentUpstream(long nanos) {
    upstreamNanos += nanos;
  }

  long upstreamNanos() {
    return upstreamNanos;
  }

  /** How long it has taken, to its end if it has ended. */
  long totalNanos() {
    return (over ? overAt : System.nanoTime()) - startedAt;
  }

  /**
   * What the proxy itself added: from the complete body to the request on its way, and from
   * SageMaker's answer (the head of a stream, the first part of another long one, all of a small
   * one) to its first byte on its way.
   */
  long ownNanos() {
    return ownNanos;
  }

  /** Whether nobody waits for the answer any more. */
  boolean callerHasLeft() {
    return left;
  }

  /**
   * Whether the body's chunks could not be read. The connection is closed where that is found: what
   * is to be told must be written in the same turn.
   */
  boolean isMalformed() {
    return malformed;
  }

  /** What to stop when the caller hangs up; replaces what was said before. */
  void whenCallerLeaves(Runnable stop) {
    whenCallerLeaves = stop;
  }

  /** What to do at the end, whatever it is. */
  void whenOver(Runnable act) {
    whenOver = act;
  }

  /** The exchange has ended at this moment; said once. */
  void over(long at) {
    over = true;
    overAt = at;
    body.release();
    Runnable act = whenOver;
    if (act != null) {
      act.run();
    }
  }

  /** Whether it has ended, and been answered as far as that was possible. */
  boolean isOver() {
    return over;
  }

  /** The prediction is mirrored or captured. */
  void setObservation(Observation by) {
    observation = by;
  }

  /** What is seen of it; null when it is neither mirrored nor captured. */
  @Nullable Observation observation() {
    return observation;
  }

  /**
   * Something else is to answer in place of SageMaker.
   *
   * @param other another endpoint's name, or {@code fixed}
   * @param why the endpoint that was meant did not answer
   */
  void standInWith(String other, Refusal why) {
    standIn = other;
    failure = why;
    meantVariant = variant;
    variant = "";
  }

  /** The fallback did not answer either. */
  void dropStandIn() {
    standIn = null;
    failure = null;
    variant = meantVariant;
    Destination meant = destination;
    if (meant != null) {
      answered = meant.answered(null);
    }
  }

  /** Why the endpoint that was meant did not answer; null when it did, or nothing else could. */
  @Nullable Refusal failure() {
    return failure;
  }

  /** What answers in its place; null for nothing. */
  @Nullable String standIn() {
    return standIn;
  }

  private void broken(Throwable failure) {
    malformed |= Malformed.isIn(failure);
    callerLeft();
  }

  private void callerLeft() {
    if (!left && !over && !response().ended()) {
      left = true;
      Runnable stop = whenCallerLeaves;
      if (stop != null) {
        stop.run();
      }
    }
  }
}
