package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamesTests {

  private static final String HASH = "0123456789abcdef";

  @Test
  void aConfigurationBelongsToOneAttempt() {
    assertThat(Names.endpointConfig("prod-fraud-detector", 7, 9, HASH))
        .isEqualTo("prod-fraud-detector-r7-a9-01234567");
  }

  @Test
  void longNamesAreCutToWhatSageMakerAllowsAndStayApart() {
    String one = Names.endpointConfig("p".repeat(62) + "a", 7, 9, HASH);
    String other = Names.endpointConfig("p".repeat(62) + "b", 7, 9, HASH);
    assertThat(one).hasSizeLessThanOrEqualTo(63).isNotEqualTo(other);
    assertThat(Names.executionRole("e".repeat(63))).hasSizeLessThanOrEqualTo(64);
  }

  @Test
  void equalContentSharesOneModelAndAnyDifferenceMakesAnother() {
    String role = "arn:aws:iam::123456789012:role/serving";
    String model = Names.model("prod-fraud-detector", SomeReleases.article("v1"), role);
    assertThat(model)
        .isEqualTo(Names.model("prod-fraud-detector", SomeReleases.article("v1"), role))
        .isNotEqualTo(Names.model("prod-fraud-detector", SomeReleases.article("v2"), role))
        .isNotEqualTo(Names.model("prod-fraud-detector", SomeReleases.article("v1"), role + "2"));
  }
}
