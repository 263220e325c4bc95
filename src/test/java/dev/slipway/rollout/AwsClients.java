package dev.slipway.rollout;

import static dev.slipway.simulator.SimulatorClients.ANY_KEY;

import dev.slipway.simulator.SimulatorClients;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sns.SnsClient;

/** AWS's own clients at a simulator, with keys of whichever account they are used in. */
record AwsClients(
    S3Client s3,
    EcrClient ecr,
    IamClient iam,
    SageMakerClient sageMaker,
    CloudWatchClient cloudWatch,
    ApplicationAutoScalingClient scaling,
    SnsClient sns) {

  /** Slipway's own account: theirs, too, unless they are told another. */
  static final String HOME = "123456789012";

  private static final ScopedValue<String> ACCOUNT = ScopedValue.newInstance();
  private static final AwsCredentialsProvider KEYS =
      () -> AwsBasicCredentials.create(ACCOUNT.orElse(HOME), "secret");

  static AwsClients at(URI simulator) {
    S3ClientBuilder s3 = S3Client.builder().forcePathStyle(true);
    return new AwsClients(
        client(s3, simulator),
        client(EcrClient.builder(), simulator),
        client(IamClient.builder(), simulator),
        client(SageMakerClient.builder(), simulator),
        client(CloudWatchClient.builder(), simulator),
        client(ApplicationAutoScalingClient.builder(), simulator),
        client(SnsClient.builder(), simulator));
  }

  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      B builder, URI simulator) {
    return SimulatorClients.client(
        builder, simulator, ANY_KEY, own -> own.credentialsProvider(KEYS));
  }

  /** Runs what is done in another account. */
  static ScopedValue.Carrier in(String account) {
    return ScopedValue.where(ACCOUNT, account);
  }
}
