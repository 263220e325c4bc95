package dev.slipway.cloud;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * As whom Slipway acts at a location: with the role that the environment names, else as itself. The
 * simulator takes any key; it gets the account's number for one, so that nothing real is sent to
 * it.
 */
final class Credentials {

  private static final AwsCalls STS = new AwsCalls("sts");

  private final CloudProperties.Aws aws;
  private final ClientSettings settings;
  private final CloudClock clock;
  private final Kept<AwsCredentialsProvider> own =
      new Kept<>(() -> DefaultCredentialsProvider.builder().build());
  private final Map<CloudLocation, AwsCredentialsProvider> providers = new ConcurrentHashMap<>();

  Credentials(CloudProperties properties, ClientSettings settings, CloudClock clock) {
    this.aws = properties.aws();
    this.settings = settings;
    this.clock = clock;
  }

  /** The keys for a location; asking costs no call until they are needed. */
  AwsCredentialsProvider at(CloudLocation location) {
    return providers.computeIfAbsent(location, this::provider);
  }

  private AwsCredentialsProvider provider(CloudLocation location) {
    AwsCredentialsProvider base =
        settings.endpoint() == null
            ? own.get()
            : StaticCredentialsProvider.create(
                AwsBasicCredentials.create(location.accountId(), "simulator"));
    String role = location.roleArn();
    if (role == null) return base;
    Kept<AwsCredentialsProvider> assumed =
        new Kept<>(() -> assume(role, location.externalId(), location.region(), base));
    return () -> STS.call("AssumeRole", assumed.get()::resolveCredentials);
  }

  private AwsCredentialsProvider assume(
      String role, @Nullable String externalId, String region, AwsCredentialsProvider base) {
    StsClient sts =
        settings.client(
            StsClient.builder(),
            "sts",
            Region.of(aws.region() == null ? region : aws.region()),
            base,
            new ExpiryInWallTime(clock));
    return StsAssumeRoleCredentialsProvider.builder()
        .stsClient(sts)
        .refreshRequest(request ->
            request.roleArn(role).externalId(externalId).roleSessionName(aws.sessionName()))
        .build();
  }
}
