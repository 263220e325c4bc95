package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.Inventory.Footprint;
import dev.slipway.cloud.SageMaker.LiveEndpointConfig;
import dev.slipway.cloud.SageMaker.LiveModel;
import dev.slipway.cloud.SageMaker.ProductionVariant;
import dev.slipway.cloud.SageMaker.VariantHost;
import dev.slipway.cloud.Serverless;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a record says of model and configuration exactly what AWS has. */
class AdoptionCheckTests {

  /** What AWS has, as it was read. */
  private static final ReleaseSpec READ =
      SomeReleases.but(
          """
          {'image_digest': null,
           'hosting': {'kms_key_id': 'alias/theirs', 'volume_size_gb': 40},
           'network': {'isolated': true},
           'data_capture': {'destination': 's3://b/c', 'sampling_percentage': 5,
             'captured': ['INPUT']},
           'container_hostname': 'first',
           'further_containers': [{'hostname': 'post', 'image': 'post:v1', 'environment': {}}]}
          """);

  @Test
  void whatWasReadAsItIsHasNoDifference() {
    assertThat(check(READ, live(READ))).isEmpty();
    ReleaseSpec serverless =
        SomeReleases.but(SomeReleases.serverless("v1"), "{'image_digest': null}");
    assertThat(check(serverless, live(serverless))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          model.execution_role          | {'execution_role': {'arn': 'arn:aws:iam::123456789012:role/other'}}
          model.network                 | {'network': null}
          model.containers              | {'further_containers': null}
          model.containers[0].image     | {'image': 'other:v1'}
          model.containers[0].model_data_url | {'model_data_url': 's3://b/other.tar.gz'}
          model.containers[0].hostname  | {'container_hostname': 'renamed'}
          model.containers[0].environment | {'container_environment': {'SAGEMAKER_PROGRAM': 'other.py'}}
          endpoint_config.kms_key_id    | {'hosting': {'kms_key_id': null}}
          endpoint_config.data_capture  | {'data_capture': {'sampling_percentage': 6}}
          endpoint_config.host          | {'hosting': {'volume_size_gb': 41}}
          endpoint_config.host          | {'hosting': {'instance_count': 3}}
          """)
  void eachMemberThatTheRecordHasOtherwiseIsNamed(String field, String recorded) {
    assertThat(check(SomeReleases.but(READ, recorded), live(READ)))
        .extracting(Difference::field)
        .containsExactly(field);
  }

  @Test
  void whatTheRecordDoesNotHaveIsToldAsNothing() {
    ReleaseSpec plain = SomeReleases.but(READ, "{'hosting': {'kms_key_id': null}}");
    assertThat(check(plain, live(READ)))
        .containsExactly(new Difference("endpoint_config.kms_key_id", null, "alias/theirs"));
  }

  @Test
  void theValuesOfVariablesMayBeSecretsAndAreNotShown() {
    ReleaseSpec other =
        SomeReleases.but(READ, "{'container_environment': {'B': 'secret', 'A': 'secret'}}");
    assertThat(check(other, live(READ)))
        .containsExactly(
            new Difference(
                "model.containers[0].environment",
                "[\"A\",\"B\",\"SAGEMAKER_PROGRAM\"]",
                "[SAGEMAKER_PROGRAM] (or other values)"));
  }

  @Test
  void anImageThatIsRecordedByTagAndRunsByDigestIsTheSame() {
    ReleaseSpec pinned =
        SomeReleases.but(READ, "{'image_digest': 'sha256:%s'}".formatted("a".repeat(64)));
    assertThat(check(pinned, live(pinned))).isEmpty();
    assertThat(check(pinned, live(READ))).isEmpty();
  }

  @Test
  void withoutOneModelAndItsConfigurationThereIsNothingToCompare() {
    Footprint whole = live(READ);
    assertThat(check(READ, footprint(null, whole.models())))
        .containsExactly(new Difference("model", "one", "1"));
    assertThat(check(READ, footprint(whole.config(), List.of())))
        .containsExactly(new Difference("model", "one", "0"));
  }

  private static List<Difference> check(ReleaseSpec recorded, Footprint live) {
    return AdoptionCheck.of(SomeReleases.release(1, recorded), live);
  }

  private static Footprint live(ReleaseSpec spec) {
    Serverless serverless = spec.hosting().serverless();
    VariantHost host =
        serverless == null
            ? new VariantHost.Instances(
                spec.hosting().type(),
                spec.hosting().count(),
                spec.hosting().volumeSizeGb(),
                null,
                null,
                null)
            : new VariantHost.OnDemand(serverless);
    LiveModel model =
        new LiveModel(
            "m",
            "arn:m",
            spec.containers().stream().map(ReleasedContainer::container).toList(),
            spec.executionRole().arn(),
            spec.network(),
            SomeEndpoints.CREATED);
    LiveEndpointConfig config =
        new LiveEndpointConfig(
            "c",
            "arn:c",
            List.of(new ProductionVariant("AllTraffic", "m", 1, host)),
            List.of(),
            spec.hosting().kmsKeyId(),
            spec.dataCapture(),
            SomeEndpoints.CREATED);
    return footprint(config, List.of(model));
  }

  private static Footprint footprint(@Nullable LiveEndpointConfig config, List<LiveModel> models) {
    return new Footprint(SomeEndpoints.live(2), config, models, List.of(), List.of());
  }
}
