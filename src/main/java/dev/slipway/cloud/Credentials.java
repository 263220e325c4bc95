package dev.slipway.cloud;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * As whom Slipway acts at a location: with the role that the environment names, else as itself. The
 * simulator takes any key; it gets the account's number for one, so that nothing real is sent to
 * it.
 */
final class Credentials {

  private static final Logger LOG = LoggerFactory.getLogger(Credentials.class);
  private static final AwsCalls STS = new AwsCalls("sts");
  private static final String SLIPWAYS_OWN = "slipway";

  private final CloudProperties.Aws aws;
  private final ClientSettings settings;
  private final CloudClock clock;
  private final Kept<AwsCredentialsProvider> own =
      new Kept<>(() -> telling(DefaultCredentialsProvider.builder().build()));
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
    String role = location.roleArn();
    AwsCredentialsProvider base = settings.endpoint() == null ? own.get() : simulated(location);
    if (role == null) return base;
    Kept<StsClient> sts =
        new Kept<>(() ->
            settings.client(
                StsClient.builder(),
                "sts",
                Region.of(aws.region() == null ? location.region() : aws.region()),
                base,
                new ExpiryInWallTime(clock)));
    Kept<AwsCredentialsProvider> assumed =
        new Kept<>(() -> assume(role, location.externalId(), sts.get()));
    return () -> {
      try {
        return STS.call("AssumeRole", assumed.get()::resolveCredentials);
      } catch (CloudFailure e) {
        throw e.kind() == CloudFailure.Kind.DENIED ? whatIsMissing(e, location, sts.get()) : e;
      }
    };
  }

  /** Callers are told that there are none; what was tried is long, and told in the log, once. */
  static AwsCredentialsProvider telling(AwsCredentialsProvider chain) {
    var told = new AtomicBoolean();
    return () -> {
      try {
        AwsCredentials found = chain.resolveCredentials();
        told.set(false);
        return found;
      } catch (SdkException e) {
        if (!told.getAndSet(true)) {
          LOG.warn("Slipway has no credentials for AWS: {}", e.getMessage());
        }
        throw e;
      }
    };
  }

  /** Whoever assumes a role does so from an account of its own: the simulator's default one. */
  private static AwsCredentialsProvider simulated(CloudLocation location) {
    String key = location.roleArn() == null ? location.accountId() : SLIPWAYS_OWN;
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(key, "simulator"));
  }

  /** The same failure, with what the role and Slipway's own permissions must say. */
  private static CloudFailure whatIsMissing(
      CloudFailure denied, CloudLocation location, StsClient sts) {
    String self;
    try {
      self = sts.getCallerIdentity().arn();
    } catch (SdkException e) {
      self = "<the principal that Slipway runs as>";
    }
    String condition =
        location.externalId() == null
            ? ""
            : ", \"Condition\": {\"StringEquals\": {\"sts:ExternalId\": \""
                + location.externalId()
                + "\"}}";
    return new CloudFailure(
        denied.kind(),
        denied.operation(),
        denied.aws(),
        denied.text()
            + " The role "
            + location.roleArn()
            + " must exist with a trust policy that contains {\"Effect\": \"Allow\", \"Principal\":"
            + " {\"AWS\": \""
            + self
            + "\"}, \"Action\": \"sts:AssumeRole\""
            + condition
            + "}, and Slipway's own permissions must allow sts:AssumeRole on it.",
        denied);
  }

  private AwsCredentialsProvider assume(String role, @Nullable String externalId, StsClient sts) {
    return StsAssumeRoleCredentialsProvider.builder()
        .stsClient(sts)
        .refreshRequest(request ->
            request.roleArn(role).externalId(externalId).roleSessionName(aws.sessionName()))
        .build();
  }
}
