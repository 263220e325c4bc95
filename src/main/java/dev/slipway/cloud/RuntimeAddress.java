package dev.slipway.cloud;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemakerruntime.endpoints.SageMakerRuntimeEndpointProvider;

/** Where SageMaker Runtime is. */
final class RuntimeAddress {

  private RuntimeAddress() {}

  /** The simulator, else what the SDK's settings name, else the region's public address. */
  static URI of(@Nullable URI simulator, String region) {
    return simulator != null ? simulator : of(System.getenv(), region);
  }

  static URI of(Map<String, String> environment, String region) {
    if (!Boolean.parseBoolean(environment.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"))) {
      for (String name : new String[] {"AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME", "AWS_ENDPOINT_URL"}) {
        String url = environment.get(name);
        if (url != null && !url.isBlank()) return URI.create(url.strip());
      }
    }
    return SageMakerRuntimeEndpointProvider.defaultProvider()
        .resolveEndpoint(params ->
            params
                .region(Region.of(region))
                .useFips(Boolean.parseBoolean(environment.get("AWS_USE_FIPS_ENDPOINT")))
                .useDualStack(Boolean.parseBoolean(environment.get("AWS_USE_DUALSTACK_ENDPOINT"))))
        .join()
        .url();
  }
}
