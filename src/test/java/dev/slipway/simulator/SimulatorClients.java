package dev.slipway.simulator;

import java.net.URI;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** AWS's own Java clients, pointed at a simulator. */
public final class SimulatorClients {

  public static final AwsCredentials ANY_KEY = AwsBasicCredentials.create("AKIATEST", "secret");

  /** Of all clients: tests leave them open, and each would have five threads of its own. */
  private static final ScheduledExecutorService TIMERS =
      Executors.newScheduledThreadPool(1, Thread.ofPlatform().daemon().name("timers").factory());

  /** Of all clients, too: what is not closed would never be let go of. */
  private static final SdkHttpClient CONNECTIONS =
      ApacheHttpClient.builder().maxConnections(1_000).build();

  private SimulatorClients() {}

  /** A client with any key and one attempt a call. */
  public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      B builder, URI simulator) {
    return client(builder, simulator, ANY_KEY, _ -> {});
  }

  /** A client of buckets, by path. */
  public static S3Client s3(URI simulator) {
    S3ClientBuilder builder = S3Client.builder().forcePathStyle(true);
    return client(builder, simulator);
  }

  public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      B builder, URI simulator, AwsCredentials credentials, Consumer<B> more) {
    builder
        .endpointOverride(simulator)
        .region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .httpClient(CONNECTIONS)
        .overrideConfiguration(
            o -> o.scheduledExecutorService(TIMERS).retryStrategy(it -> it.maxAttempts(1)));
    more.accept(builder);
    return builder.build();
  }
}
