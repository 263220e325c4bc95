package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.Failure.Refused;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.endpoint.QuotaCheck.Instances;
import dev.slipway.environment.Hosting;
import dev.slipway.environment.Profile.AlarmRules.Preset;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
