package dev.slipway.traffic;

import dev.slipway.base.Violations;
import dev.slipway.traffic.TrafficRules.Breaker;
import dev.slipway.traffic.TrafficRules.Capture;
import dev.slipway.traffic.TrafficRules.Fallback;
import dev.slipway.traffic.TrafficRules.FixedAnswer;
import dev.slipway.traffic.TrafficRules.Mirror;
import dev.slipway.traffic.TrafficRules.PerCaller;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks that rules make sense by themselves. */
final class RulesCheck {

  private static final int LONGEST_ANSWER = 16_384;
  private static final Pattern MEDIA_TYPE = Pattern.compile("[\\x21-\\x7e ]{1,128}");

  private static final Pattern S3_PREFIX =
      Pattern.compile("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9!_.*'()=-]+)*/?");

  private final Violations found = new Violations();

  private RulesCheck() {}

  /**
   * Refuses rules that contradict themselves.
   *
   * @throws dev.slipway.base.Failure.Invalid with every field at fault
   */
  static void check(TrafficRules rules) {
    var check = new RulesCheck();
    PerCaller perCaller = rules.perCaller();
    if (perCaller != null) check.perCaller(perCaller);
    Breaker breaker = rules.breaker();
    if (breaker != null) check.breaker(breaker);
    Fallback fallback = rules.fallback();
    if (fallback != null) check.fallback(fallback);
    Mirror mirror = rules.mirror();
    if (mirror != null) check.mirror(mirror);
    Capture capture = rules.capture();
    if (capture != null) check.capture(capture);
    check.found.orInvalid();
  }

  private void perCaller(PerCaller rule) {
    Double rate = rule.requestsPerSecond();
    found.require(
        rate == null || (rate >= 0.01 && rate <= 100_000),
        "/per_caller/requests_per_second",
        "A caller may ask 0.01 to 100000 times a second.");
    within(rule.burst(), 1, 100_000, "/per_caller/burst");
    within(rule.concurrent(), 1, 100_000, "/per_caller/concurrent");
    found.require(
        rate != null || rule.burst() == null,
        "/per_caller/burst",
        "A burst needs requests_per_second.");
  }

  private void breaker(Breaker rule) {
    Double ratio = rule.failureRatio();
    found.require(
        ratio == null || (ratio > 0 && ratio <= 1),
        "/breaker/failure_ratio",
        "A share of failures is above 0 and up to 1.");
    within(rule.minimumRequests(), 1, 10_000, "/breaker/minimum_requests");
    within(rule.windowSeconds(), 1, 600, "/breaker/window_seconds");
    within(rule.openSeconds(), 1, 600, "/breaker/open_seconds");
  }

  private void fallback(Fallback rule) {
    FixedAnswer answer = rule.answer();
    found.require(
        (rule.endpoint() == null) != (answer == null),
        "/fallback",
        "A fallback is either another endpoint or a fixed answer.");
    if (answer != null) {
      found.require(
          MEDIA_TYPE.matcher(answer.contentType()).matches(),
          "/fallback/answer/content_type",
          "A content type has 1 to 128 printable ASCII characters.");
      found.requireText(answer.body(), LONGEST_ANSWER, "/fallback/answer/body");
    }
  }

  private void mirror(Mirror rule) {
    share(rule.share(), "/mirror/share");
    Double tolerance = rule.tolerance();
    found.require(
        tolerance == null || (tolerance >= 0 && tolerance <= 1),
        "/mirror/tolerance",
        "A tolerance is a number from 0 to 1.");
  }

  private void capture(Capture rule) {
    share(rule.share(), "/capture/share");
    within(rule.keep(), 1, 10_000, "/capture/keep");
    within(rule.maxBodyBytes(), 1, 65_536, "/capture/max_body_bytes");
    String s3 = rule.s3Prefix();
    found.require(
        s3 == null || (s3.length() <= 500 && S3_PREFIX.matcher(s3).matches()),
        "/capture/s3_prefix",
        "A place in S3 is s3://<bucket>/<prefix>, of up to 500 characters.");
    found.require(
        s3 == null || rule.keep() == null,
        "/capture/keep",
        "S3 keeps what is put there; a lifecycle rule of the bucket ends it.");
    List<String> redact = rule.redacted();
    found.require(
        redact.size() <= 100 && redact.stream().noneMatch(String::isBlank),
        "/capture/redact",
        "Up to 100 names of members, none of them blank.");
    for (int i = 0; i < redact.size(); i++) {
      found.requireText(redact.get(i), 200, "/capture/redact/" + i);
    }
  }

  private void share(@Nullable Double share, String pointer) {
    found.require(
        share == null || (share > 0 && share <= 1),
        pointer,
        "A share of the predictions is above 0 and up to 1.");
  }

  private void within(@Nullable Integer value, int least, int most, String pointer) {
    found.require(
        value == null || (value >= least && value <= most),
        pointer,
        "It is a whole number from %d to %d.".formatted(least, most));
  }
}
