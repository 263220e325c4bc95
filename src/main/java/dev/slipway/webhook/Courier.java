package dev.slipway.webhook;

import dev.slipway.base.WallClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Takes one message to one address. A name is looked up once, and all its addresses must be public.
 * The courier connects to these very addresses, so a name that leads elsewhere a moment later gains
 * nothing. Redirects are answers like any other. The status has to come within the timeout. The
 * body has to follow soon, and no more of it is read than is kept.
 */
@Component
@EnableConfigurationProperties(WebhookSettings.class)
class Courier implements DisposableBean {

  private static final int ANSWER_BYTES = 1000;
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(2);
  private static final int MOST_AT_ONCE = 100;

  private final WallClock clock;
  private final Duration timeout;
  private final CloseableHttpClient client;
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("slipway-webhook-deadlines").factory());

  Courier(WallClock clock, WebhookSettings settings) {
    this.clock = clock;
    this.timeout = settings.timeout();
    this.client = client(settings);
  }

  private static CloseableHttpClient client(WebhookSettings settings) {
    Timeout timeout = Timeout.of(settings.timeout());
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setDnsResolver(new Addresses(settings.allowInternal()))
            .setMaxConnTotal(MOST_AT_ONCE)
            .setMaxConnPerRoute(MOST_AT_ONCE)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(timeout)
                    .setSocketTimeout(timeout)
                    .build())
            .build();
    return HttpClients.custom()
        .setConnectionManager(connections)
        .setConnectionReuseStrategy((request, response, context) -> false)
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setConnectionRequestTimeout(timeout)
                .setResponseTimeout(timeout)
                .build())
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression()
        .setUserAgent("Slipway-Webhooks")
        .build();
  }

  /**
   * The outcome of an attempt.
   *
   * @param retryAfter how long the receiver asks to be left alone; zero when it does not
   */
  record Outcome(Delivery.Attempt attempt, Duration retryAfter) {}

  /** Sends the message and waits for the answer, or for the end of the patience. */
  Outcome send(String url, Messages.Message message, int number) {
    Instant at = clock.now();
    long began = System.nanoTime();
    HttpPost post = new HttpPost(URI.create(url));
    sign(post, message, at.getEpochSecond());
    ScheduledFuture<?> deadline =
        deadlines.schedule(post::cancel, timeout.toMillis(), TimeUnit.MILLISECONDS);
    try {
      ClassicHttpResponse response = client.executeOpen(null, post, null);
      deadline.cancel(false);
      deadline =
          deadlines.schedule(post::cancel, ANSWER_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return answered(response, number, at, began);
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      String error =
          post.isCancelled() ? "No answer within " + timeout.toSeconds() + " s." : sentence(e);
      return new Outcome(
          new Delivery.Attempt(number, at, elapsed(began), null, error, null), Duration.ZERO);
    } finally {
      deadline.cancel(false);
      // The rest of the answer is never read: this closes the connection.
      post.cancel();
    }
  }

  /** The outcome of an answer. Only its status matters; its body is for the log. */
  private static Outcome answered(
      ClassicHttpResponse response, int number, Instant at, long began) {
    String answer = firstBytes(response);
    return new Outcome(
        new Delivery.Attempt(number, at, elapsed(began), response.getCode(), null, answer),
        retryAfter(response));
  }

  private static void sign(HttpPost post, Messages.Message message, long timestamp) {
    post.setHeader("webhook-id", message.id());
    post.setHeader("webhook-timestamp", String.valueOf(timestamp));
    post.setHeader(
        "webhook-signature",
        message.secrets().stream()
            .map(secret -> secret.sign(message.id(), timestamp, message.body()))
            .collect(Collectors.joining(" ")));
    post.setEntity(new StringEntity(message.body(), ContentType.APPLICATION_JSON));
  }

  /**
   * The first bytes of the answer, as far as they come: a receiver may leave its answer open, or
   * break off.
   */
  private static @Nullable String firstBytes(ClassicHttpResponse response) {
    if (response.getEntity() == null) {
      return null;
    }
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try {
      InputStream content = response.getEntity().getContent();
      if (content == null) {
        return null;
      }
      for (int one = content.read(); one >= 0 && read.size() < ANSWER_BYTES; one = content.read()) {
        read.write(one);
      }
    } catch (IOException brokenOff) {
      // The bytes that came before are kept.
    }
    String text = read.toString(StandardCharsets.UTF_8);
    return text.codePoints()
        .map(point -> point < ' ' && point != '\n' && point != '\t' ? '\uFFFD' : point)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static Duration retryAfter(ClassicHttpResponse response) {
    Header header = response.getFirstHeader("Retry-After");
    String value = header == null ? "" : String.valueOf(header.getValue()).strip();
    return value.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(value)) : Duration.ZERO;
  }

  private static String sentence(Exception e) {
    return e instanceof InternalAddress.Refused
        ? String.valueOf(e.getMessage())
        : e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  private static long elapsed(long began) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
  }

  @Override
  public void destroy() throws IOException {
    deadlines.shutdownNow();
    client.close();
  }

  private record Addresses(boolean allowInternal) implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws java.net.UnknownHostException {
      return allowInternal ? InetAddress.getAllByName(host) : InternalAddress.lookUp(host);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }
}
