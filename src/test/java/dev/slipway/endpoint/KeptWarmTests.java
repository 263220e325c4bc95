package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.SageMaker.EndpointStatus;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.cloud.Serverless;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.endpoint.Planner.Way;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much provisioned concurrency an update brings: what autoscaling has made of it is kept. */
class KeptWarmTests {

  private static final ReleaseSpec SCALED = warm("v1", 5, "{'max_instances': 50}");
  private static final ReleaseSpec FIXED = warm("v1", 5, "null");
  private static final ReleaseSpec ON_DEMAND = SomeReleases.serverless("v1");
  private static final ReleaseSpec INSTANCES = SomeReleases.article("v1");

  @ParameterizedTest
  @CsvSource({"40, 40", "5, 5", "2, 5", "50, 50", "55, 50"})
  void whatIsWarmNowIsKeptWithinTheReleasesBounds(int live, int written) {
    assertThat(written(SCALED, SCALED, live, false)).isEqualTo(written);
    assertThat(written(SCALED, SCALED, live, true)).isEqualTo(written);
  }

  @Test
  void itIsNeverMoreThanMayRunAtOnce() {
    assertThat(written(SCALED, warm("v2", 5, "{'max_instances': 80}"), 75, false)).isEqualTo(60);
  }

  @Test
  void whereThereIsNothingToKeepTheReleaseDecides() {
    assertThat(written(null, SCALED, 40, false)).isEqualTo(5);
    assertThat(written(SCALED, SCALED, null, false)).isEqualTo(5);
    assertThat(written(SCALED, FIXED, 40, true)).isEqualTo(5);
    assertThat(written(SCALED, ON_DEMAND, 40, true)).isNull();
    assertThat(written(FIXED, SCALED, 40, false)).isEqualTo(5);
    assertThat(written(FIXED, SCALED, 40, true)).as("on the way back").isEqualTo(40);
    assertThat(KeptWarm.of(SCALED, INSTANCES, live(40), true)).isEqualTo(INSTANCES.hosting());
  }

  @Test
  void thePlanSaysWhatIsKeptAndWhatIsNotWithBothNumbers() {
    ReleaseSpec next = warm("v2", 5, "{'max_instances': 50}");
    for (Way way : new Way[] {Way.FORWARD, Way.BACK}) {
      assertThat(remarks(SCALED, next, 40, way))
          .containsExactly(
              new Remark(
                  Severity.NOTE,
                  "capacity-is-kept",
                  "40 environments are warm (provisioned concurrency), and as many come with the"
                      + " release, which itself has 5.",
                  null));
      assertThat(remarks(SCALED, FIXED, 40, way))
          .containsExactly(
              new Remark(
                  Severity.WARNING,
                  "capacity-changes",
                  "40 environments are warm (provisioned concurrency), and 5 will be with this"
                      + " release.",
                  "If traffic needs them, promote a release with"
                      + " hosting.serverless.provisioned_concurrency of at least 40."));
      assertThat(remarks(SCALED, warm("v2", 5, "{'max_instances': 30}"), 40, way))
          .singleElement()
          .extracting(Remark::proposal)
          .asString()
          .endsWith("autoscaling.max_instances of at least 40.");
      assertThat(remarks(SCALED, next, 5, way)).as("as released").isEmpty();
      assertThat(remarks(SCALED, next, 2, way)).as("fewer than released").isEmpty();
    }
    assertThat(remarks(SCALED, SCALED, 40, Way.FORWARD)).as("no update").isEmpty();
    assertThat(remarks(FIXED, next, 40, Way.FORWARD))
        .as("autoscaling may bring as many, but nothing has")
        .singleElement()
        .extracting(Remark::proposal)
        .asString()
        .endsWith("hosting.serverless.provisioned_concurrency of at least 40.");
  }

  private static List<Remark> remarks(ReleaseSpec serving, ReleaseSpec wanted, int live, Way way) {
    LiveEndpoint endpoint =
        SomeEndpoints.live(
            EndpointStatus.IN_SERVICE, "InService", SomeEndpoints.onDemand(2048, 60, live));
    return Planner.plan(SomeQuestions.of(serving, endpoint, wanted, way)).remarks().stream()
        .filter(remark -> remark.code().startsWith("capacity-"))
        .toList();
  }

  private static @Nullable Integer written(
      @Nullable ReleaseSpec serving, ReleaseSpec wanted, @Nullable Integer live, boolean back) {
    Serverless serverless =
        KeptWarm.of(serving, wanted, live == null ? null : live(live), back).serverless();
    return Objects.requireNonNull(serverless).provisionedConcurrency();
  }

  private static Serverless live(int warm) {
    return new Serverless(2048, 60, warm);
  }

  private static ReleaseSpec warm(String version, int released, String autoscaling) {
    return SomeReleases.but(
        SomeReleases.article(version),
        """
        {'hosting': {'instance_type': null, 'instance_count': null, 'serverless':
          {'memory_mb': 2048, 'max_concurrency': 60, 'provisioned_concurrency': %d}},
         'autoscaling': %s}
        """
            .formatted(released, autoscaling));
  }
}
