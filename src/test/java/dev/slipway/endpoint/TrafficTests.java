package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.base.Failure;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.Metrics.Point;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.environment.Scaling;
import dev.slipway.judge.Traffic.Spread;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the requests of the last three hours come to, and what they mean for an update. */
class TrafficTests {

  private static final ReleaseSpec ARTICLE = SomeReleases.article("v2");

  @Test
  void aMinuteWithoutAPointHadNoRequest() {
    Traffic traffic = Traffic.of(180, Map.of("invocations", points(600, 1200)), false);
    assertThat(traffic).isEqualTo(new Traffic(180, 10, 1200, null, null));
    assertThat(Traffic.of(180, Map.of(), false)).isEqualTo(new Traffic(180, 0, 0, null, null));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          # made so many minutes ago: minutes, requests in each on average, whether that tells of more
          -,   180, 10, true
          600, 180, 10, true
          180, 180, 10, true
          60,  60,  30, true
          20,  20,  90, true
          19,  19,  94.7, false
          0,   1,   1800, false
          """)
  void requestsAreSharedByTheMinutesInWhichThereWasSomethingToAsk(
      @Nullable Integer age, int minutes, double perMinute, boolean foretells) {
    Instant now = SomeEndpoints.CREATED;
    Instant since = age == null ? null : now.minus(age, ChronoUnit.MINUTES);
    assertThat(Traffic.minutes(since, now)).isEqualTo(minutes);
    Traffic traffic = Traffic.of(minutes, Map.of("invocations", points(600, 1200)), true);
    assertThat(traffic.perMinute()).isCloseTo(perMinute, within(0.1));
    assertThat(Objects.requireNonNull(traffic.byMinute()).requestsPerMinute())
        .isEqualTo(traffic.perMinute());
    assertThat(traffic.peakPerMinute()).isEqualTo(1200);
    assertThat(traffic.foretells()).isEqualTo(foretells);
  }

  @Test
  void nothingIsLaidToCloudWatchWhereItWasNotAsked() {
    assertThat(TrafficRemarks.unknown(failure(CloudFailure.Kind.NO_CREDENTIALS)).message())
        .startsWith("CloudWatch was not asked what the endpoint was asked lately (why). ");
    assertThat(TrafficRemarks.unknown(failure(CloudFailure.Kind.UNAVAILABLE)).message())
        .startsWith(
            "CloudWatch did not tell what the endpoint was asked lately (GetMetricData failed:"
                + " why). ");
  }

  private static CloudFailure failure(CloudFailure.Kind kind) {
    return new CloudFailure(
        kind,
        "GetMetricData",
        new Failure.Aws("monitoring", "", null),
        "why",
        new IllegalStateException());
  }

  @Test
  void ofAnEndpointThatHasJustBeenMadeOnlyThePeakIsKnown() {
    Traffic young = new Traffic(19, 0, 1001, steady(), null);
    ReleaseSpec wanted = SomeReleases.but(ARTICLE, JUDGED);
    List<Remark> remarks = remarks(ARTICLE, wanted, 2, young);
    assertThat(codes(remarks)).containsExactly("traffic-unknown", "peak-exceeds-frozen-count");
    assertThat(remarks.getFirst().message()).contains("less than 20 minutes", "is not known");
  }

  @Test
  void whatOneRequestTookIsTheWholeTimeSharedByAll() {
    Traffic traffic =
        Traffic.of(
            180,
            Map.of("invocations", points(600, 1200), "took", points(9_000_000, 27_000_000)),
            false);
    assertThat(traffic.secondsEach()).isEqualTo(0.02);
    assertThat(traffic.perMonth()).isEqualTo(10 * 60 * 730);
  }

  @Test
  void forTheJudgeErrorsAreRatesAndLatencyIsMillisecondsWithItsSpread() {
    Traffic traffic =
        Traffic.of(
            180,
            Map.of(
                "invocations", points(600, 1200),
                "errors", points(9),
                "refusals", points(90, 90),
                "latency", points(80_000, 120_000),
                "overhead", points(5000, 5000)),
            true);
    dev.slipway.judge.Traffic byMinute = Objects.requireNonNull(traffic.byMinute());
    assertThat(byMinute.requestsPerMinute()).isEqualTo(10);
    assertThat(byMinute.errorRate()).isCloseTo(0.005, within(1e-9));
    assertThat(byMinute.clientErrorRate()).isCloseTo(0.1, within(1e-9));
    assertThat(byMinute.modelLatency()).isEqualTo(new Spread(100, 0.2));
    assertThat(byMinute.overheadLatency()).isEqualTo(new Spread(5, 0));
  }

  @Test
  void withoutRequestsThereAreNoRatesAndNoLatency() {
    dev.slipway.judge.Traffic silent =
        Objects.requireNonNull(Traffic.of(180, Map.of("latency", points(0, 0)), true).byMinute());
    assertThat(silent.errorRate()).isZero();
    assertThat(silent.modelLatency()).isEqualTo(new Spread(0, 0));
    assertThat(silent.overheadLatency()).isEqualTo(new Spread(0, 0));
    dev.slipway.judge.Traffic odd =
        Objects.requireNonNull(
            Traffic.of(180, Map.of("invocations", points(2), "errors", points(5)), true)
                .byMinute());
    assertThat(odd.errorRate()).as("never more errors than requests").isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "500, 1", "501, 2", "2600, 6", "9000, 10"})
  void theBusiestMinuteNeedsSoManyInstancesUpToTheMost(double peak, int instances) {
    Scaling scaling = Objects.requireNonNull(ARTICLE.autoscaling());
    assertThat(new Traffic(180, 1, peak, null, null).instancesAtPeak(scaling)).hasValue(instances);
    assertThat(
            new Traffic(180, 1, peak, null, null)
                .instancesAtPeak(
                    Patched.with(scaling, "{'target_invocations_per_instance': null}")))
        .isEmpty();
  }

  @Test
  void theMostIsWhatAScheduledActionLetsTheFleetGrowTo() {
    Scaling sale =
        Patched.with(
            Objects.requireNonNull(ARTICLE.autoscaling()),
            "{'scheduled_actions': [{'name': 'sale', 'schedule': 'x', 'max_instances': 12}]}");
    assertThat(new Traffic(180, 1, 9000, null, null).instancesAtPeak(sale)).hasValue(12);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # the new fleet's share of 1000 requests/min on 4 instances in its first bake
          gets 1000 | {'strategy': 'ALL_AT_ONCE', 'canary': null}
          gets 250  | {}
          gets 500  | {'canary': {'type': 'CAPACITY_PERCENT', 'value': 50}}
          gets 1000 | {'canary': {'type': 'INSTANCE_COUNT', 'value': 9}}
          gets 500  | {'strategy': 'LINEAR', 'linear_step': {'type': 'INSTANCE_COUNT', 'value': 2}}
          gets 250  | {'strategy': 'ROLLING', 'maximum_batch_size': {'type': 'INSTANCE_COUNT', 'value': 1}}
          gets 1000 | {'strategy': 'ROLLING', 'canary': null}
          """)
  void alarmsSeeTheShareOfTheFirstBake(String share, String rollout) {
    ReleaseSpec wanted = SomeReleases.but("{'rollout': " + rollout + "}");
    assertThat(
            remarks(ARTICLE, wanted, 4, new Traffic(180, 1000, 1000, null, null))
                .getFirst()
                .message())
        .contains("the new fleet " + share + " in its first bake");
    assertThat(TrafficRemarks.firstShare(wanted.rollout(), 0)).isEqualTo(1);
  }

  @Test
  void anEndpointOfItsOwnGetsAllTrafficAndIsNotJudged() {
    Traffic judged = new Traffic(180, 1000, 1000, steady(), null);
    ReleaseSpec wanted = SomeReleases.but(ARTICLE, JUDGED);
    assertThat(codes(remarks(ARTICLE, wanted, 2, judged))).contains("judge-is-blind");
    assertThat(remarks(SomeReleases.serverless("v1"), wanted, 2, judged))
        .extracting(Remark::code)
        .containsExactly("error-alarm-sees", "latency-alarm-sees");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          # peak, kept, scales out first: what is said
          1000, true,  false, -
          1001, true,  false, peak-exceeds-frozen-count
          1001, true,  true,  -
          1001, false, false, peak-exceeds-frozen-count
          1000, true,  true,  -
          """)
  void aFleetThatIsFrozenBelowItsRecentPeakIsSaid(
      double peak, boolean kept, boolean first, @Nullable String code) {
    ReleaseSpec wanted =
        SomeReleases.but("{'autoscaling': {'scale_out_before_updates': %s}}".formatted(first));
    List<Remark> remarks =
        TrafficRemarks.of(
            ARTICLE,
            wanted,
            // Three serve by then where it has grown first.
            new Capacity(first && kept ? 3 : 2, kept),
            new Traffic(180, 900, peak, null, null));
    if (code == null) {
      assertThat(codes(remarks)).hasSize(2);
      return;
    }
    assertThat(remarks.getLast().code()).isEqualTo(code);
    assertThat(remarks.getLast().severity()).isEqualTo(Severity.WARNING);
    assertThat(remarks.getLast().message()).contains("had 1001 requests", "wants 3 instances");
  }

  @Test
  void aFleetThatIsAskedToGrowFirstAndCannotIsSaidToBeFrozen() {
    ReleaseSpec wanted = SomeReleases.but("{'autoscaling': {'scale_out_before_updates': true}}");
    ReleaseSpec otherwise =
        SomeReleases.but(
            "{'autoscaling': {'target_invocations_per_instance': null,"
                + " 'target_concurrent_requests': 5}}");
    Traffic traffic = new Traffic(180, 900, 2600, null, null);
    Remark untracked = remarks(otherwise, wanted, 2, traffic).getLast();
    assertThat(untracked.code()).isEqualTo("peak-exceeds-frozen-count");
    assertThat(untracked.proposal()).startsWith("Raise autoscaling.min_instances to 6");
    ReleaseSpec small = SomeReleases.but("{'autoscaling': {'max_instances': 4}}");
    assertThat(remarks(small, wanted, 4, traffic).getLast().message())
        .as("as large as what serves may be")
        .contains("wants 6 instances; the update freezes the fleet at 4");
    assertThat(codes(remarks(ARTICLE, wanted, 6, traffic))).as("it has grown").hasSize(2);
  }

  @Test
  void withoutAutoscalingNothingIsFrozen() {
    ReleaseSpec unscaled = SomeReleases.but("{'autoscaling': null}");
    Traffic busy = new Traffic(180, 900, 9000, null, null);
    assertThat(codes(remarks(unscaled, unscaled, 2, busy))).hasSize(2);
    assertThat(codes(remarks(unscaled, ARTICLE, 2, busy))).as("it did not scale before").hasSize(2);
    assertThat(codes(remarks(SomeReleases.serverless("v1"), ARTICLE, 2, busy)))
        .as("what serves scales until the other takes its place")
        .hasSize(2);
  }

  /** A judge who looks at latency once, at one minute: too little. */
  private static final String JUDGED =
      """
      {'rollout': {'wait_interval_seconds': 420},
       'judge': {'metrics': [{'metric': 'MODEL_LATENCY', 'direction': 'INCREASE',
         'tolerance': 0.2, 'critical': true}], 'on_fail': 'ABORT',
         'on_insufficient_evidence': 'CONTINUE'}}
      """;

  private static dev.slipway.judge.Traffic steady() {
    return new dev.slipway.judge.Traffic(1000, 0, 0, new Spread(100, 0.1), new Spread(5, 0.1));
  }

  private static List<Remark> remarks(
      ReleaseSpec before, ReleaseSpec wanted, int instances, Traffic traffic) {
    return TrafficRemarks.of(before, wanted, new Capacity(instances, true), traffic);
  }

  private static List<String> codes(List<Remark> remarks) {
    return remarks.stream().map(Remark::code).toList();
  }

  private static List<Point> points(double... values) {
    return Arrays.stream(values)
        .mapToObj(value -> new Point(Instant.parse("2026-01-01T00:00:00Z"), value))
        .toList();
  }
}
