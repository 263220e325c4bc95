package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.Autoscaling.Dimension;
import dev.slipway.cloud.Autoscaling.Variant;
import dev.slipway.cloud.TagKeys;
import dev.slipway.endpoint.Claim.Kind;
import dev.slipway.endpoint.Plan.Call;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an endpoint's parts are called, and whose it is. */
class EndpointTests {

  private static final Endpoint MADE = SomeEndpoints.made();
  private static final Endpoint ADOPTED = SomeEndpoints.adopted(false);

  @Test
  void oneThatSlipwayMadeHasSlipwaysNamesAndIsOurs() {
    assertThat(MADE.variant()).isEqualTo("primary");
    assertThat(MADE.scalingPolicy()).isEqualTo("prod-fraud-detector-scaling");
    assertThat(MADE.scheduledAction("night")).isEqualTo("prod-fraud-detector-schedule-night");
    assertThat(MADE.ours()).isTrue();
  }

  @Test
  void anAdoptedOneKeepsItsNamesAndIsOursOnceItIsClaimed() {
    assertThat(ADOPTED.variant()).isEqualTo("AllTraffic");
    assertThat(ADOPTED.scalingPolicy()).isEqualTo("their-scaling");
    assertThat(ADOPTED.scheduledAction("night")).isEqualTo("night");
    assertThat(ADOPTED.ours()).isFalse();
    assertThat(SomeEndpoints.adopted(true).ours()).isTrue();
    Adoption following = Adoption.found("AllTraffic", "their-scaling").importedAs("new");
    List<String> earlier = List.of("prod-fraud-detector");
    assertThat(following.after(SomeEndpoints.adopted(true)).whenClaimed())
        .as("what was there before it cannot come back")
        .isEqualTo(new Adoption("AllTraffic", "their-scaling", true, "new", earlier, null));
  }

  @Test
  void oneThatCameWithoutAPolicyGetsSlipwaysName() {
    assertThat(Patched.with(ADOPTED, "{'adoption': {'scaling_policy': null}}").scalingPolicy())
        .isEqualTo("prod-fraud-detector-scaling");
  }

  @Test
  void onInstancesTheirCountScalesAndOnServerlessProvisionedConcurrency() {
    assertThat(MADE.scaled(SomeReleases.article("v1")))
        .isEqualTo(new Variant("prod-fraud-detector", "primary", Dimension.INSTANCE_COUNT));
    assertThat(ADOPTED.scaled(SomeReleases.serverless("v1")))
        .isEqualTo(
            new Variant("prod-fraud-detector", "AllTraffic", Dimension.PROVISIONED_CONCURRENCY));
  }

  @Test
  void asAnotherSageMakerEndpointItIsTheSameOtherwise() {
    Endpoint moved = MADE.at("prod-fraud-detector--s2");
    assertThat(moved.physicalName()).isEqualTo("prod-fraud-detector--s2");
    assertThat(moved.at("prod-fraud-detector")).isEqualTo(MADE);
  }

  @Test
  void aResourcesMarkNamesEndpointAndRelease() {
    assertThat(Marks.of("prod-fraud-detector", 7))
        .containsOnly(
            Map.entry("slipway:endpoint", "prod-fraud-detector"),
            Map.entry("slipway:release", "7"));
  }

  @Test
  void nobodyMayChooseAMarksKey() {
    assertThat(List.of(Marks.ENDPOINT, Marks.RELEASE, Marks.DEPLOYMENT)).allMatch(TagKeys::ours);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aClaimIsReadBackFromThePlanThatNamesIt(Kind kind) {
    Claim claim = new Claim(kind, "a/b");
    Plan plan =
        Plan.of(
            "prod-fraud-detector",
            new Plan.Target(1, "v1", "hash"),
            List.of(),
            List.of(claim.call()),
            List.of(),
            new Plan.ExpectedSeconds(0, 0, 0),
            false);
    assertThat(Claim.in(plan)).containsExactly(claim);
  }

  @Test
  void aClaimTagsWhatItNamesInItsService() {
    assertThat(new Claim(Kind.MODEL, "churn-7").call())
        .isEqualTo(new Call("sagemaker", "AddTags", "MODEL/churn-7"));
    assertThat(new Claim(Kind.ALARM, "cpu").call())
        .isEqualTo(new Call("cloudwatch", "TagResource", "ALARM/cpu"));
  }

  @Test
  void aDifferenceIsASentence() {
    assertThat(new Difference("weight", "100 %", "50 %").sentence())
        .isEqualTo("weight is 50 % instead of 100 %.");
    assertThat(new Difference("model.m", "there", null).sentence())
        .isEqualTo("model.m is gone; it should be there.");
    assertThat(new Difference("update", null, "to x").sentence())
        .isEqualTo("update is to x, which the release does not have.");
  }
}
