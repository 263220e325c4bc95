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
 * authoritative, and over them what is configured.
 *
 * @param asOf when the configured prices were true; null for the shipped table's date
 * @param currency null for the shipped table's
 * @param perHour an instance's price per hour, by type
 */
@ConfigurationProperties("slipway.prices")
public record Prices(
    @Nullable String asOf,
    @Nullable String currency,
    @Name("per-hour") @DefaultValue Map<String, Double> perHour) {

  /** As AWS reckons a month. */
  public static final int HOURS_A_MONTH = 730;

  private static final Properties SHIPPED = shipped();

  /** An instance's price per hour; empty when nobody has said. */
  public OptionalDouble perHour(String instanceType) {
    Double configured = perHour.get(instanceType);
    if (configured != null) return OptionalDouble.of(configured);
    String listed = SHIPPED.getProperty(instanceType);
    return listed == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(listed));
  }

  /**
   * What a month of a fleet costs that runs all the time; of a serverless variant, its provisioned
   * concurrency (what requests cost depends on them). Empty when a price is not known.
   */
  public OptionalDouble perMonth(Hosting hosting, int instances) {
    Serverless serverless = hosting.serverless();
    if (serverless == null) {
      OptionalDouble hour = perHour(hosting.type());
      return hour.isEmpty()
          ? hour
          : OptionalDouble.of(hour.getAsDouble() * HOURS_A_MONTH * instances);
    }
    Integer warm = serverless.provisionedConcurrency();
    // Kept warm costs about a quarter of running (AWS's price list of provisioned concurrency).
    return OptionalDouble.of(
        warm == null ? 0 : serverlessPerSecond(serverless) / 4 * 3600 * HOURS_A_MONTH * warm);
  }

  /** What a serverless variant costs while it computes, per second. */
  public double serverlessPerSecond(Serverless serverless) {
    double gigabytes = serverless.memoryMb() / 1024.0;
    return gigabytes * Double.parseDouble(SHIPPED.getProperty("serverless_gb_second"));
  }

  /** What so many requests cost on a serverless variant, each computing for so many seconds. */
  public double requests(Serverless serverless, double requests, double secondsEach) {
    return requests * secondsEach * serverlessPerSecond(serverless);
  }

  /** When the prices were true. */
  public String date() {
    return asOf == null ? SHIPPED.getProperty("as_of") : asOf;
  }

  /** What they are in, such as {@code USD}. */
  public String unit() {
    return currency == null ? SHIPPED.getProperty("currency") : currency;
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
