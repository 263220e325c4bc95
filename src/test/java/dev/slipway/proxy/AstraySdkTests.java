package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sagemakerruntime.model.SageMakerRuntimeException;

/** AWS SDKs whose endpoint URL leads to the proxy, but to no path that it answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AstraySdkTests {

  @AutoClose private final RunningProxy proxy = RunningProxy.start();

  @ParameterizedTest
  @ValueSource(strings = {"/predict", "/predict/prod", "/predict/prod/fraud-detector", "/base"})
  void anSdkWhoseUrlHasAPathTellsItsCallerWhatToMend(String path) {
    try (SageMakerRuntimeClient astray =
        SignedCallTests.client(proxy.uri(path), SignedCallTests.KEYS)) {
      assertThatThrownBy(
              () -> astray.invokeEndpoint(call -> call.endpointName("prod-fraud-detector")))
          .hasMessageContaining("the proxy's address without a path")
          .isInstanceOfSatisfying(
              SageMakerRuntimeException.class, SignedCallTests.is("UnknownOperationException"))
          .extracting(failure -> ((SageMakerRuntimeException) failure).requestId())
          .isNotNull();
    }
  }

  @Test
  void soDoesTheSdkOfAnotherService() {
    try (SageMakerClient other =
        SageMakerClient.builder()
            .endpointOverride(proxy.uri(""))
            .region(Region.EU_WEST_1)
            .credentialsProvider(StaticCredentialsProvider.create(SignedCallTests.KEYS))
            .httpClientBuilder(ApacheHttpClient.builder())
            .build()) {
      assertThatThrownBy(other::listEndpoints)
          .hasMessageContaining("for SageMaker Runtime alone")
          .isInstanceOfSatisfying(
              SageMakerException.class,
              failure ->
                  assertThat(failure.awsErrorDetails().errorCode())
                      .isEqualTo("UnknownOperationException"));
    }
  }
}
