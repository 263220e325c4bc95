package dev.slipway.traffic;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint's traffic rules. A part is absent where there is no such rule.
 *
 * @param perCaller how many requests one caller may send
 * @param breaker when SageMaker is given a rest
 * @param fallback what is answered when SageMaker does not answer
 * @param mirror which other endpoint is asked the same, to compare its answers
 * @param capture which predictions are kept
 */
public record TrafficRules(
    @Nullable PerCaller perCaller,
    @Nullable Breaker breaker,
    @Nullable Fallback fallback,
    @Nullable Mirror mirror,
    @Nullable Capture capture) {

  /** No rules: an endpoint has none until somebody states some. */
  public static final TrafficRules NONE = new TrafficRules(null, null, null, null, null);

  /**
   * How many requests one caller may send to the endpoint through one proxy process.
   *
   * @param requestsPerSecond in the long run; absent for any number
   * @param burst how many at once, after a pause; absent for as many as a second allows
   * @param concurrent how many may be unanswered; absent for any number
   */
  public record PerCaller(
      @Nullable Double requestsPerSecond, @Nullable Integer burst, @Nullable Integer concurrent) {

    /** How many at once, after a pause. */
    @JsonIgnore
    public int burstOrUsual() {
      if (burst != null) return burst;
      return requestsPerSecond == null ? 1 : Math.max(1, (int) Math.ceil(requestsPerSecond));
    }
  }

  /**
   * The circuit breaker: when predictions fail too often none are sent for a while, and then one is
   * tried.
   *
   * @param failureRatio the share of failures, above 0 and up to 1; absent for a half
   * @param minimumRequests how many requests there must have been within the window; absent for 20
   * @param windowSeconds over how long the share is taken; absent for 10
   * @param openSeconds how long no predictions are sent; absent for 5
   */
  public record Breaker(
      @Nullable Double failureRatio,
      @Nullable Integer minimumRequests,
      @Nullable Integer windowSeconds,
      @Nullable Integer openSeconds) {

    /** The share of failures at which it opens. */
    @JsonIgnore
    public double ratio() {
      return failureRatio == null ? 0.5 : failureRatio;
    }

    /** How many requests there must be before the breaker judges. */
    @JsonIgnore
    public int requests() {
      return minimumRequests == null ? 20 : minimumRequests;
    }

    /** Over how long requests are counted. */
    @JsonIgnore
    public Duration window() {
      return Duration.ofSeconds(windowSeconds == null ? 10 : windowSeconds);
    }

    /** How long it stays open. */
    @JsonIgnore
    public Duration open() {
      return Duration.ofSeconds(openSeconds == null ? 5 : openSeconds);
    }
  }

  /**
   * What answers in place of SageMaker, and is marked as such: exactly one of the two.
   *
   * @param endpoint another endpoint's name
   * @param answer a fixed answer
   */
  public record Fallback(@Nullable String endpoint, @Nullable FixedAnswer answer) {}

  /** A fixed answer, given with status 200. */
  public record FixedAnswer(String contentType, String body) {}

  /**
   * Mirroring: another endpoint is asked the same, and its answers are compared and thrown away.
   *
   * @param endpoint the other endpoint's name
   * @param share of the predictions, above 0 and up to 1; absent for all
   * @param tolerance by how much numbers in JSON may differ, absolutely or by share; absent for 0
   */
  public record Mirror(String endpoint, @Nullable Double share, @Nullable Double tolerance) {

    /** The share of the predictions. */
    @JsonIgnore
    public double shareOrAll() {
      return share == null ? 1 : share;
    }

    /** By how much numbers may differ. */
    @JsonIgnore
    public double toleranceOrNone() {
      return tolerance == null ? 0 : tolerance;
    }

    /** Whether another one asks the same endpoint and compares in the same way. */
    boolean comparesAs(Mirror other) {
      return endpoint.equals(other.endpoint) && toleranceOrNone() == other.toleranceOrNone();
    }
  }

  /**
   * Capturing: some predictions are kept with their bodies.
   *
   * @param share of the predictions, above 0 and up to 1
   * @param keep how many at most, the newest ones; absent for 1000
   * @param maxBodyBytes the largest body that is kept; absent for 8192
   * @param redact names of JSON members whose values are not kept, wherever they stand; absent for
   *     none
   * @param s3Prefix where in S3 they are put, {@code s3://<bucket>/<prefix>}; absent for Slipway's
   *     own database
   */
  public record Capture(
      Double share,
      @Nullable Integer keep,
      @Nullable Integer maxBodyBytes,
      @Nullable List<String> redact,
      @Nullable String s3Prefix) {

    /** How many are kept. */
    @JsonIgnore
    public int keepOrUsual() {
      return keep == null ? 1000 : keep;
    }

    /** The largest body that is kept, in bytes. */
    @JsonIgnore
    public int maxBodyOrUsual() {
      return maxBodyBytes == null ? 8192 : maxBodyBytes;
    }

    /** The names of the members whose values are not kept. */
    @JsonIgnore
    public List<String> redacted() {
      return redact == null ? List.of() : redact;
    }
  }
}
