package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.endpoint.QuotaCheck.Instances;
import dev.slipway.environment.Hosting;
import dev.slipway.environment.Profile.AlarmRules.Preset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a plan says of the account's quota where alternative instance types are listed. */
class QuotaCheckTests {

  private static final ReleaseSpec LISTED =
      SomeReleases.of(
          "v2",
          new Hosting(
              "ml.c5.xlarge",
              2,
              List.of("ml.m5.xlarge", "ml.m5.2xlarge"),
              null,
              null,
              null,
              null,
              null,
              null),
          null,
          SomeReleases.ARTICLE_CANARY,
          Preset.ARTICLE);

  private static final ReleaseSpec ARTICLE = SomeReleases.article("v2");

  private static Instances full(String type) {
    return new Instances(type, 3, 2, 0);
  }

  private static Instances small(String type) {
    return new Instances(type, 1, 0, 0);
  }

  private static Instances roomy(String type) {
    return new Instances(type, 10, 0, 3);
  }

  @Test
  void ofEachTypeItIsSaidWhetherThereIsRoom() {
    Remark remark =
        QuotaCheck.check(
                LISTED,
                LISTED,
                2,
                List.of(
                    full("ml.c5.xlarge"),
                    new Instances("ml.m5.xlarge", 4, 0, 3),
                    roomy("ml.m5.2xlarge")))
            .orElseThrow();
    assertThat(remark.severity()).isEqualTo(Severity.WARNING);
    assertThat(remark.code()).isEqualTo("quota-too-small");
    assertThat(remark.proposal()).contains("Ask Service Quotas for more of each type");
    assertThat(remark.message())
        .isEqualTo(
            "The account's quota for ml.c5.xlarge on endpoints is 3, and the update needs 2 more"
                + " beside the 2 that serve: 4 in all. SageMaker would refuse it, and the next one"
                + " is tried. The account's quota for ml.m5.xlarge on endpoints is 4; the fleet"
                + " needs 2. Other endpoints on record have 3 of them, so SageMaker may refuse it."
                + " The account's quota for ml.m5.2xlarge on endpoints is 10; the fleet needs 2."
                + " There is room.");
  }

  @Test
  void whereEachTypeFitsItIsANoteAndOneThatIsNotToldOfIsSaid() {
    Remark remark =
        QuotaCheck.check(LISTED, LISTED, 2, List.of(roomy("ml.c5.xlarge"), roomy("ml.m5.2xlarge")))
            .orElseThrow();
    assertThat(remark.severity()).isEqualTo(Severity.NOTE);
    assertThat(remark.proposal()).isNull();
    assertThat(remark.message())
        .contains("Service Quotas does not tell of ml.m5.xlarge.", "There is room.");
    assertThat(QuotaCheck.check(LISTED, LISTED, 2, List.of())).isEmpty();
  }

  @Test
  void thePlanIsRefusedOnlyWhenNoTypeFits() {
    assertThatThrownBy(() ->
            QuotaCheck.check(
                LISTED,
                LISTED,
                2,
                List.of(full("ml.c5.xlarge"), small("ml.m5.xlarge"), small("ml.m5.2xlarge"))))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("ml.m5.2xlarge on endpoints is 1; the fleet needs 2. SageMaker would")
        .hasMessageContaining("refuse the update on each of them. Ask Service Quotas");
    assertThat(
            QuotaCheck.check(
                LISTED, LISTED, 2, List.of(full("ml.c5.xlarge"), small("ml.m5.xlarge"))))
        .as("one of them is not known not to fit")
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # quota, serving, others: what is said of two more instances
          4 | 2 | 0 | -
          4 | 2 | 1 | Other endpoints on record have 1 of them, so SageMaker may refuse it.
          4 | 0 | 2 | -
          4 | 0 | 3 | is 4; the fleet needs 2. Other endpoints on record have 3
          """)
  void ofOneTypeOnlyAScarceQuotaIsSaid(int quota, int serving, int others, @Nullable String says) {
    Optional<Remark> remark =
        check(ARTICLE, 2, new Instances("ml.c5.xlarge", quota, serving, others));
    if (says == null) {
      assertThat(remark).isEmpty();
    } else {
      assertThat(remark.orElseThrow().severity()).isEqualTo(Severity.WARNING);
      assertThat(remark.orElseThrow().message()).contains(says);
      assertThat(remark.orElseThrow().proposal()).contains("strategy ROLLING");
    }
  }

  @Test
  void aFirstFleetIsNotToldToRoll() {
    Instances scarce = new Instances("ml.c5.xlarge", 4, 0, 3);
    assertThat(QuotaCheck.check(ARTICLE, null, 2, List.of(scarce)).orElseThrow().proposal())
        .contains("use fewer instances")
        .doesNotContain("ROLLING");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # fleet, quota, serving: the way out
          2 | 3 | 2 | or use the strategy ROLLING, which replaces the fleet in batches and adds at most 1.
          4 | 6 | 4 | adds at most 2.
          4 | 5 | 4 | or use fewer instances or another type.
          1 | 1 | 1 | or use fewer instances or another type.
          """)
  void aQuotaThatOneEndpointAloneExceedsIsARefusalWithAWayOut(
      int fleet, int quota, int serving, String wayOut) {
    assertThatThrownBy(
            () -> check(ARTICLE, fleet, new Instances("ml.c5.xlarge", quota, serving, 0)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("in all. SageMaker would refuse the update. Ask Service Quotas")
        .hasMessageEndingWith(wayOut)
        .satisfies(refused ->
            assertThat(((Refused) refused).violations().getFirst().pointer())
                .isEqualTo("/rollout/strategy"));
  }

  @Test
  void aFirstFleetIsWantedWholeAndCannotRoll() {
    ReleaseSpec rolling = rolling();
    Instances one = new Instances("ml.c5.xlarge", 3, 0, 0);
    assertThatThrownBy(() -> QuotaCheck.check(rolling, null, 4, List.of(one)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("is 3; the fleet needs 4.")
        .hasMessageContaining("use fewer instances");
  }

  @Test
  void aRollingUpdateNeedsOneBatchMoreOnly() {
    assertThat(check(rolling(), 4, new Instances("ml.c5.xlarge", 5, 4, 0))).isEmpty();
    assertThatThrownBy(() -> check(rolling(), 4, new Instances("ml.c5.xlarge", 4, 4, 0)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("needs 1 more beside the 4 that serve: 5 in all")
        .satisfies(refused ->
            assertThat(((Refused) refused).violations().getFirst().pointer())
                .isEqualTo("/hosting/instance_count"));
    ReleaseSpec unsaid = SomeReleases.but(rolling(), "{'rollout': {'maximum_batch_size': null}}");
    assertThatThrownBy(() -> check(unsaid, 4, new Instances("ml.c5.xlarge", 5, 4, 0)))
        .as("where the batch is not said, the whole fleet is reckoned with")
        .isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # fleet, quota, others: what is said of the way back at once, and the way out
          2 | 4 | 0 | - | -
          2 | 3 | 0 | in all. SageMaker would refuse the update. | with the strategy ROLLING, which replaces the fleet in batches and adds at most 1.
          2 | 2 | 0 | SageMaker would refuse the update. | with fewer instances or of another type.
          2 | 4 | 1 | so SageMaker may refuse it. | with the strategy ROLLING
          1 | 2 | 0 | SageMaker would refuse the update. | with fewer instances or of another type.
          """)
  void aWayBackIsWarnedOfAndNeverRefused(
      int fleet, int quota, int others, @Nullable String says, @Nullable String wayOut) {
    Optional<Remark> remark =
        QuotaCheck.back(
            _ -> RolloutPolicy.immediate(),
            false,
            fleet,
            null,
            new Instances("ml.c5.xlarge", quota, 2, others));
    assertThat(remark.isPresent()).isEqualTo(says != null);
    if (says == null) return;
    assertThat(remark.orElseThrow().severity()).isEqualTo(Severity.WARNING);
    assertThat(remark.orElseThrow().message()).contains(says);
    assertThat(remark.orElseThrow().proposal()).contains("promote that version again " + wayOut);
  }

  @Test
  void aWayBackInBatchesNeedsOneBatchMoreOnly() {
    ReleaseSpec one =
        SomeReleases.but(
            rolling(),
            "{'rollout': {'rollback_maximum_batch_size': {'type': 'INSTANCE_COUNT', 'value': 1}}}");
    RolloutPolicy batches = WayBack.policy(one, ARTICLE, SomeEndpoints.live(4), 4);
    assertThat(
            QuotaCheck.back(_ -> batches, false, 4, null, new Instances("ml.c5.xlarge", 5, 4, 0)))
        .isEmpty();
    assertThat(
            QuotaCheck.back(_ -> batches, false, 4, null, new Instances("ml.c5.xlarge", 4, 4, 0))
                .orElseThrow()
                .proposal())
        .endsWith("with fewer instances or of another type.");
    RolloutPolicy halves = WayBack.policy(rolling(), ARTICLE, SomeEndpoints.live(4), 4);
    assertThat(
            QuotaCheck.back(_ -> halves, false, 4, null, new Instances("ml.c5.xlarge", 5, 4, 0))
                .orElseThrow()
                .proposal())
        .as("a batch that fits is the way out")
        .endsWith("promote that version again in batches of at most 1.");
    assertThat(
            QuotaCheck.back(_ -> halves, false, 4, null, new Instances("ml.c5.xlarge", 10, 4, 5))
                .orElseThrow()
                .proposal())
        .as("beside other endpoints")
        .endsWith("promote that version again in batches of at most 1.");
    assertThat(
            QuotaCheck.back(_ -> halves, false, 4, null, new Instances("ml.c5.xlarge", 10, 4, 6))
                .orElseThrow()
                .proposal())
        .as("others take all of it")
        .endsWith("with fewer instances or of another type.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          10 | 0 | . The fleet then comes back with the release's own 2.
          9  | 0 | . It would refuse the release's own 2 as well.
          12 | 3 | The fleet then comes back with the release's own 2, if there is room for them.
          """)
  void whatComesRatherIsSaidWithWhetherItFits(int quota, int others, String says) {
    assertThat(
            QuotaCheck.back(
                    _ -> RolloutPolicy.immediate(),
                    false,
                    8,
                    2,
                    new Instances("ml.c5.xlarge", quota, 8, others))
                .orElseThrow()
                .message())
        .endsWith(says);
  }

  private static ReleaseSpec rolling() {
    return SomeReleases.but(
        "{'rollout': {'strategy': 'ROLLING', 'maximum_batch_size':"
            + " {'type': 'INSTANCE_COUNT', 'value': 1}}}");
  }

  private static Optional<Remark> check(ReleaseSpec wanted, int fleet, Instances told) {
    return QuotaCheck.check(wanted, wanted, fleet, List.of(told));
  }
}
