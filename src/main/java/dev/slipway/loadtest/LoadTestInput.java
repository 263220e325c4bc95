package dev.slipway.loadtest;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.base.Violations;
import dev.slipway.loadtest.Bound.Percentile;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request for a load test. A field that is left out has a default that is safe for a small fleet.
 *
 * @param confirm the endpoint's name, as a confirmation that real load may go to it
 * @param samples names of the model's samples; all of them unless told
 * @param steps requests at once of each step, instead of start and factor
 */
record LoadTestInput(
    @NotBlank @Size(max = 1000) String reason,
    @Nullable String confirm,
    @Nullable List<String> samples,
    @JsonProperty("p95_ms") @Nullable Integer p95Ms,
    @JsonProperty("p99_ms") @Nullable Integer p99Ms,
    @Nullable Double maxErrorShare,
    @Nullable Integer startConcurrency,
    @Nullable Double factor,
    @Nullable List<Integer> steps,
    @Nullable Integer stepSeconds,
    @Nullable Integer maxConcurrency,
    @Nullable Double maxRate,
    @Nullable Integer maxRequests,
    @Nullable Integer maxSeconds,
    @Nullable Double safetyFactor) {

  private static final int MOST_STEPS = 20;
  private static final int MOST_SAMPLES = 100;
  private static final int CONCURRENCY = 64;
  private static final int MOST_CONCURRENCY = 1000;

  /**
   * The request with every default filled in.
   *
   * @throws dev.slipway.base.Failure.Invalid with every field at fault
   */
  Wanted checked() {
    var found = new Violations();
    found.require(
        (p95Ms == null) != (p99Ms == null),
        "/p99_ms",
        "Say how long answers may take: either p95_ms or p99_ms.");
    within(found, p95Ms, 1, 60_000, "/p95_ms");
    within(found, p99Ms, 1, 60_000, "/p99_ms");
    within(found, maxErrorShare, 0, 0.5, "/max_error_share");
    within(found, startConcurrency, 1, MOST_CONCURRENCY, "/start_concurrency");
    within(found, factor, 1.1, 10, "/factor");
    within(found, stepSeconds, 1, 300, "/step_seconds");
    within(found, maxConcurrency, 1, MOST_CONCURRENCY, "/max_concurrency");
    within(found, maxRate, 1, 10_000, "/max_rate");
    within(found, maxRequests, 1, 2_000_000, "/max_requests");
    within(found, maxSeconds, 1, 3600, "/max_seconds");
    within(found, safetyFactor, 0.05, 1, "/safety_factor");
    ladder(found);
    names(found);
    found.orInvalid();
    int step = or(stepSeconds, 60);
    Wanted wanted =
        new Wanted(
            samples == null ? List.of() : samples,
            p95Ms == null
                ? new Bound(Percentile.P99, Objects.requireNonNull(p99Ms))
                : new Bound(Percentile.P95, p95Ms),
            or(maxErrorShare, 0.01),
            new Ladder(or(startConcurrency, 1), or(factor, 2.0), steps),
            step,
            new Ceilings(
                or(maxConcurrency, CONCURRENCY),
                or(maxRate, 1000.0),
                or(maxRequests, 200_000),
                or(maxSeconds, Math.max(900, step))),
            or(safetyFactor, 0.5));
    found.require(
        wanted.ladder().first() <= wanted.ceilings().concurrency(),
        steps == null ? "/start_concurrency" : "/steps/0",
        "The first step is beyond max_concurrency (%d)."
            .formatted(wanted.ceilings().concurrency()));
    found.require(
        step <= wanted.ceilings().seconds(),
        "/step_seconds",
        "A step is longer than max_seconds (%d).".formatted(wanted.ceilings().seconds()));
    found.orInvalid();
    return wanted;
  }

  private void ladder(Violations found) {
    if (steps == null) return;
    found.require(
        startConcurrency == null && factor == null,
        "/steps",
        "Give either steps, or start_concurrency and factor.");
    boolean numbers = !steps.isEmpty() && steps.stream().noneMatch(Objects::isNull);
    found.require(
        numbers && steps.size() <= MOST_STEPS, "/steps", "1 to %d steps.".formatted(MOST_STEPS));
    if (!numbers) return;
    boolean rising = true;
    for (int i = 1; i < steps.size(); i++) rising &= steps.get(i) > steps.get(i - 1);
    found.require(
        rising && steps.getFirst() >= 1 && steps.getLast() <= MOST_CONCURRENCY,
        "/steps",
        "Steps rise from 1 on, up to %d.".formatted(MOST_CONCURRENCY));
  }

  private void names(Violations found) {
    if (samples == null) return;
    found.require(
        !samples.isEmpty()
            && samples.size() <= MOST_SAMPLES
            && samples.stream().noneMatch(Objects::isNull),
        "/samples",
        "1 to %d names; leave it out for all of the model's samples.".formatted(MOST_SAMPLES));
  }

  private static void within(
      Violations found, @Nullable Number value, double least, double most, String pointer) {
    found.require(
        value == null || (value.doubleValue() >= least && value.doubleValue() <= most),
        pointer,
        "It is between %s and %s.".formatted(plain(least), plain(most)));
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static int or(@Nullable Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }

  private static double or(@Nullable Double value, double otherwise) {
    return value == null ? otherwise : value;
  }
}
