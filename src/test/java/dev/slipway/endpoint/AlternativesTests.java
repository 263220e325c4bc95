package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.Plan.Remark;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a plan says of the instance types that are tried when AWS has none of the preferred. */
class AlternativesTests {

  private static final Prices PRICES =
      new Prices("2026-11", "EUR", Map.of("ml.c5.xlarge", 0.2, "ml.m5.xlarge", 0.25), null);

  private static final ReleaseSpec LISTED =
      SomeReleases.but(
          "{'hosting': {'alternative_instance_types': ['ml.m5.xlarge', 'ml.none.xlarge']}}");

  @Test
  void oneTypeNeedsNoWord() {
    assertThat(remarks(null, SomeReleases.article("v1"))).isEmpty();
  }

  @Test
  void theTypesAreNamedInTheirOrderWithTheirPrices() {
    assertThat(remarks(null, LISTED))
        .singleElement()
        .satisfies(remark ->
            assertThat(remark.message())
                .contains("no capacity for ml.c5.xlarge (0.200 EUR an hour)")
                .contains("ml.m5.xlarge (0.250 EUR an hour), then ml.none.xlarge (price unknown)")
                .contains("3 times, after 5 and 10 minutes"));
  }

  @Test
  void oneAlternativeIsEnough() {
    assertThat(
            remarks(
                null,
                SomeReleases.but("{'hosting': {'alternative_instance_types': ['ml.m5.xlarge']}}")))
        .hasSize(1);
  }

  @Test
  void whoRunsOnAnAlternativeIsToldThatThePreferredTypeIsTriedAgain() {
    ReleaseSpec onAlternative = SomeReleases.but("{'hosting': {'instance_type': 'ml.m5.xlarge'}}");
    assertThat(remarks(onAlternative, LISTED))
        .extracting(Remark::code)
        .containsExactly("alternatives-are-tried", "preferred-type-is-tried-again");
    assertThat(remarks(onAlternative, LISTED).getLast().proposal())
        .contains("hosting.instance_type to ml.m5.xlarge to stay there");
  }

  @Test
  void otherwiseThereIsNothingToTryAgain() {
    ReleaseSpec elsewhere = SomeReleases.but("{'hosting': {'instance_type': 'ml.g5.xlarge'}}");
    for (@Nullable ReleaseSpec current :
        new ReleaseSpec[] {null, LISTED, elsewhere, SomeReleases.serverless("v1")}) {
      assertThat(remarks(current, LISTED))
          .extracting(Remark::code)
          .containsExactly("alternatives-are-tried");
    }
  }

  private static List<Remark> remarks(@Nullable ReleaseSpec current, ReleaseSpec wanted) {
    return Alternatives.remarks(PRICES, current, wanted);
  }
}
