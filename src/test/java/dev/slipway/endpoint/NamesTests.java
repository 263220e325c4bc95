package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names of what a deployment makes in AWS. */
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

  @Test
  void aNameAsLongAsSageMakerAllowsIsNotCut() {
    String fits = "p".repeat(63 - "-r7-a9-01234567".length());
    assertThat(Names.endpointConfig(fits, 7, 9, HASH)).isEqualTo(fits + "-r7-a9-01234567");
    assertThat(Names.endpointConfig(fits + "p", 7, 9, HASH))
        .hasSize(63)
        .startsWith("ppp")
        .endsWith("-r7-a9-01234567")
        .doesNotContain(fits);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'image_digest': 'sha256:bb'}
          {'model_data_url': 's3://b/other'}
          {'artifact_etag': 'overwritten'}
          {'container_environment': {'A': 'b'}}
          {'container_hostname': 'first', 'further_containers': []}
          {'further_containers': [{'image': 'post:v1', 'environment': {}}]}
          {'network': {'isolated': true}}
          """)
  void whateverAModelConsistsOfIsInItsName(String changed) {
    assertThat(model(SomeReleases.but(changed))).isNotEqualTo(model(SomeReleases.article("v1")));
  }

  @Test
  void whatOnlyTheEndpointConsistsOfIsNotInItsModelsName() {
    assertThat(model(SomeReleases.but("{'hosting': {'instance_count': 5}, 'autoscaling': null}")))
        .isEqualTo(model(SomeReleases.article("v1")))
        .matches("prod-fraud-detector-m-[0-9a-f]{12}");
  }

  @Test
  void everythingElseIsNamedAfterTheEndpointOrItsConfiguration() {
    assertThat(Names.replacement("prod-fraud-detector", 3)).isEqualTo("prod-fraud-detector--s3");
    assertThat(Names.executionRole("prod-fraud")).isEqualTo("slipway-prod-fraud");
    assertThat(Names.pagingErrors("e")).isEqualTo("e-5xx-errors");
    assertThat(Names.pagingLatency("e")).isEqualTo("e-high-latency");
    assertThat(Names.rollbackErrors("c")).isEqualTo("c-5xx-errors");
    assertThat(Names.rollbackLatency("c")).isEqualTo("c-high-latency");
    assertThat(Names.abort("c")).isEqualTo("c-abort");
    assertThat(Names.stepPolicy("e", "surge")).isEqualTo("e-scaling-surge");
    assertThat(Names.scheduledAction("e", "night")).isEqualTo("e-schedule-night");
  }

  private static String model(ReleaseSpec spec) {
    return Names.model("prod-fraud-detector", spec, "arn:aws:iam::123456789012:role/serving");
  }
}
