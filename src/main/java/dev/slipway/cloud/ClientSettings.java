package dev.slipway.cloud;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.http.conn.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;

/**
 * What all clients have in common. A tick of the engine lasts seconds and looks again by itself, so
 * waits are short, and the SDK repeats a call only when it certainly never left this machine: a
 * repeated creation whose first answer was lost would be told "already exists".
 *
 * @param timers what ends calls that last too long; the SDK would give every client five threads
 * @param endpoint the simulator's address; null to go where the SDK's own settings say
 * @param timeout how long an answer is waited for
 */
record ClientSettings(
    SdkHttpClient http, ScheduledExecutorService timers, @Nullable URI endpoint, Duration timeout) {

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final int ATTEMPTS = 3;
  private static final int CONNECTIONS = 100;

  /** The connections that every client shares. */
  static SdkHttpClient connections(Duration timeout) {
    return ApacheHttpClient.builder()
        .connectionTimeout(CONNECT)
        .connectionAcquisitionTimeout(CONNECT)
        .socketTimeout(timeout)
        .maxConnections(CONNECTIONS)
        .tcpKeepAlive(true)
        .build();
  }

  /** The timers that every client shares; a call that has answered leaves nothing behind. */
  static ScheduledExecutorService sharedTimers() {
    ScheduledThreadPoolExecutor timers =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("aws-timeouts").factory());
    timers.setRemoveOnCancelPolicy(true);
    return timers;
  }

  /** The same for answers that take their time, with connections of its own. */
  ClientSettings waiting(Duration longest) {
    return new ClientSettings(connections(longest), timers, endpoint, longest);
  }

  /** Makes a client of a service, named as the call log shall name it. */
  <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(
      B builder,
      String service,
      Region region,
      AwsCredentialsProvider credentials,
      ExecutionInterceptor... more) {
    ClientOverrideConfiguration.Builder override =
        ClientOverrideConfiguration.builder()
            .scheduledExecutorService(timers)
            .apiCallTimeout(timeout.multipliedBy(2))
            .apiCallAttemptTimeout(timeout)
            .retryStrategy(repeatsWhatNeverLeft())
            .addExecutionInterceptor(new CallReporter(service));
    for (ExecutionInterceptor interceptor : more) override.addExecutionInterceptor(interceptor);
    builder
        .httpClient(http)
        .region(region)
        .credentialsProvider(credentials)
        .overrideConfiguration(override.build());
    if (endpoint != null) builder.endpointOverride(endpoint);
    return builder.build();
  }

  private static RetryStrategy repeatsWhatNeverLeft() {
    BackoffStrategy backoff =
        BackoffStrategy.exponentialDelay(Duration.ofMillis(100), Duration.ofSeconds(1));
    return StandardRetryStrategy.builder()
        .useClientDefaults(false)
        .maxAttempts(ATTEMPTS)
        .backoffStrategy(backoff)
        .throttlingBackoffStrategy(backoff)
        .treatAsThrottling(e -> false)
        .retryOnException(ClientSettings::neverLeft)
        .build();
  }

  /** Whether no connection was made, so that AWS cannot have seen the call. */
  private static boolean neverLeft(Throwable e) {
    Throwable cause = e;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      if (cause instanceof ConnectException
          || cause instanceof ConnectTimeoutException
          || cause instanceof NoRouteToHostException
          || cause instanceof UnknownHostException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
