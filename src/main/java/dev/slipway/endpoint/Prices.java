package dev.slipway.endpoint;

import dev.slipway.cloud.Serverless;
import dev.slipway.environment.Hosting;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * What hosting costs: list prices that come with Slipway, marked with their date and not
 * authoritative, and prices that are configured, which come first. In another currency than the
 * list's only configured prices are known.
 *
 * @param asOf when the configured prices were true; null for the shipped table's date
 * @param currency null for the shipped table's
 * @param perHour an instance's price per hour, by type
 * @param serverlessGbSecond what a gigabyte of a serverless variant costs while it computes for a
 *     second; null for the shipped table's
 */
@ConfigurationProperties("slipway.prices")
public record Prices(
    @Nullable String asOf,
    @Nullable String currency,
    @Name("per-hour") @DefaultValue Map<String, Double> perHour,
    @Nullable Double serverlessGbSecond) {

  /** As AWS reckons a month. */
  public static final int HOURS_A_MONTH = 730;

  private static final Properties SHIPPED = shipped();

  /** An instance's price per hour; empty when it is not known. */
  public OptionalDouble perHour(String instanceType) {
    return known(perHour.get(instanceType), instanceType);
  }

  /**
   * What a fleet costs in a month in which it runs all the time. For a serverless variant that is
   * the cost of its provisioned concurrency; the cost of requests depends on their number. Empty
   * when a price is not known.
   */
  public OptionalDouble perMonth(Hosting hosting, int instances) {
    Serverless serverless = hosting.serverless();
    if (serverless == null) {
      return times((double) HOURS_A_MONTH * instances, perHour(hosting.type()));
    }
    Integer warm = serverless.provisionedConcurrency();
    if (warm == null) return OptionalDouble.of(0);
    // Kept warm costs about a quarter of running (AWS's price list of provisioned concurrency).
    return times(3600.0 / 4 * HOURS_A_MONTH * warm, serverlessPerSecond(serverless));
  }

  /** What a serverless variant costs while it computes, per second; empty when nobody has said. */
  public OptionalDouble serverlessPerSecond(Serverless serverless) {
    return times(serverless.memoryMb() / 1024.0, known(serverlessGbSecond, "serverless_gb_second"));
  }

  /**
   * What so many requests cost on a serverless variant, each computing for so many seconds; empty
   * when nobody has said.
   */
  public OptionalDouble requests(Serverless serverless, double requests, double secondsEach) {
    return times(requests * secondsEach, serverlessPerSecond(serverless));
  }

  /** When the prices were true. */
  public String date() {
    return asOf == null ? SHIPPED.getProperty("as_of") : asOf;
  }

  /** What they are in, such as {@code USD}. */
  public String unit() {
    return currency == null ? SHIPPED.getProperty("currency") : currency;
  }

  /** The configured price; else the listed one, if both are in the same currency. */
  private OptionalDouble known(@Nullable Double configured, String shipped) {
    if (configured != null) return OptionalDouble.of(configured);
    String listed = SHIPPED.getProperty(shipped);
    return listed == null || !unit().equalsIgnoreCase(SHIPPED.getProperty("currency"))
        ? OptionalDouble.empty()
        : OptionalDouble.of(Double.parseDouble(listed));
  }

  /** Nothing costs nothing, whatever one would cost. */
  private static OptionalDouble times(double count, OptionalDouble price) {
    if (count == 0) return OptionalDouble.of(0);
    return price.isEmpty() ? price : OptionalDouble.of(count * price.getAsDouble());
  }

  private static Properties shipped() {
    Properties prices = new Properties();
    try (InputStream file = Prices.class.getResourceAsStream("/prices/default.properties");
        Reader text = new InputStreamReader(Objects.requireNonNull(file), StandardCharsets.UTF_8)) {
      prices.load(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return prices;
  }
}
