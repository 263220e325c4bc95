package dev.slipway.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class CloudConfigurationTests {

  private final ApplicationContextRunner context =
      new ApplicationContextRunner().withUserConfiguration(CloudConfiguration.class);

  @Test
  void withAwsTheClockIsTheMachines() {
    context
        .withPropertyValues("slipway.cloud=aws", "slipway.proxy.port=8081")
        .run(it -> {
          assertThat(it).hasSingleBean(Clouds.class);
          assertThat(it.getBean(CloudClock.class)).isInstanceOf(SystemCloudClock.class);
        });
  }

  @Test
  void withTheSimulatorTheClockIsTheSimulators() {
    context
        .withPropertyValues("slipway.cloud=simulator", "slipway.aws.endpoint=http://127.0.0.1:4570")
        .run(it -> {
          assertThat(it.getBean(CloudClock.class)).isInstanceOf(SimulatedCloudClock.class);
          Upstream upstream = it.getBean(Clouds.class).upstream(AwsCloudsTests.HERE);
          assertThat(upstream.base()).hasToString("http://127.0.0.1:4570");
          assertThat(upstream.keys().get().accessKeyId()).isEqualTo("123456789012");
        });
  }

  @Test
  void withoutAKindTheStartIsRefusedWithBothNames() {
    context.run(it ->
        assertThat(it.getStartupFailure())
            .rootCause()
            .hasMessageContaining("\"aws\"")
            .hasMessageContaining("\"simulator\""));
  }

  @Test
  void anAddressForTheSimulatorIsRefusedWithAws() {
    context
        .withPropertyValues("slipway.cloud=aws", "slipway.aws.endpoint=http://127.0.0.1:4570")
        .run(it ->
            assertThat(it.getStartupFailure())
                .rootCause()
                .hasMessageContaining("AWS_ENDPOINT_URL"));
  }

  @Test
  void theSimulatorNeedsAnAddress() {
    context
        .withPropertyValues("slipway.cloud=simulator")
        .run(it ->
            assertThat(it.getStartupFailure())
                .rootCause()
                .hasMessageContaining("slipway.aws.endpoint"));
  }

  @Test
  void predictionsGoWhereTheSdksSettingsSay() {
    assertThat(RuntimeAddress.of(Map.of(), "eu-west-1"))
        .hasToString("https://runtime.sagemaker.eu-west-1.amazonaws.com");
    assertThat(RuntimeAddress.of(Map.of(), "cn-north-1"))
        .hasToString("https://runtime.sagemaker.cn-north-1.amazonaws.com.cn");
    assertThat(RuntimeAddress.of(Map.of("AWS_ENDPOINT_URL", "http://all:1"), "eu-west-1"))
        .hasToString("http://all:1");
    assertThat(
            RuntimeAddress.of(
                Map.of(
                    "AWS_ENDPOINT_URL",
                    "http://all:1",
                    "AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME",
                    "http://runtime:2"),
                "eu-west-1"))
        .hasToString("http://runtime:2");
  }
}
