package dev.slipway.proxy;

import dev.slipway.endpoint.Route.Serving;
import dev.slipway.traffic.TrafficRules;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is seen of one prediction that is mirrored or captured. Filled on one event loop, then read
 * by one other thread.
 */
final class Observation {

  final Destination destination;
  final TrafficRules.@Nullable Capture capture;
  private TrafficRules.@Nullable Mirror mirror;
  private @Nullable String requestType;
  private @Nullable Buffer request;
  private @Nullable String answerType;
  private @Nullable Buffer answer;
  private @Nullable Ending ending;
  private @Nullable Shadow shadow;

  Observation(
      Destination destination,
      TrafficRules.@Nullable Mirror mirror,
      TrafficRules.@Nullable Capture capture) {
    this.destination = destination;
    this.mirror = mirror;
    this.capture = capture;
  }

  /**
   * How the prediction ended.
   *
   * @param at when, in wall time: what is stored later still happened then
   * @param answered the release that answered; null when that is not known
   */
  record Ending(
      Instant at,
      String requestId,
      String caller,
      @Nullable Serving answered,
      String variant,
      int status,
      long upstreamNanos) {}

  /**
   * What the other endpoint answered.
   *
   * @param release the release that did, or those of which either may have
   * @param status 0 when it did not
   * @param nanos to the answer's end; to its head where the answer is null
   * @param answer null when it was too large, or came without its length
   */
  record Shadow(String release, int status, long nanos, @Nullable Buffer answer) {}

  void asked(@Nullable String type, Buffer body) {
    requestType = type;
    request = body;
  }

  void answered(@Nullable String type, Buffer body) {
    answerType = type;
    answer = body;
  }

  void ended(Ending how) {
    ending = how;
  }

  void shadowed(Shadow by) {
    shadow = by;
  }

  /** The other endpoint is not asked after all. */
  void unmirrored() {
    mirror = null;
  }

  /** Whether nothing more is to come. */
  boolean isComplete() {
    return ending != null && (mirror == null || shadow != null);
  }

  TrafficRules.@Nullable Mirror mirror() {
    return mirror;
  }

  @Nullable Ending ending() {
    return ending;
  }

  @Nullable Shadow shadow() {
    return shadow;
  }

  @Nullable String requestType() {
    return requestType;
  }

  @Nullable String answerType() {
    return answerType;
  }

  byte @Nullable [] request() {
    return bytes(request);
  }

  byte @Nullable [] answer() {
    return bytes(answer);
  }

  /** About what it holds of the heap. */
  long size() {
    Shadow by = shadow;
    return 512 + length(request) + length(answer) + (by == null ? 0 : length(by.answer));
  }

  static byte @Nullable [] bytes(@Nullable Buffer buffer) {
    return buffer == null ? null : buffer.getBytes();
  }

  private static long length(@Nullable Buffer buffer) {
    return buffer == null ? 0 : buffer.length();
  }
}
