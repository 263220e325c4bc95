package dev.slipway.simulator;

import dev.slipway.simulator.sagemaker.SageMakerOptions;
import dev.slipway.simulator.serving.Serving;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a simulator is started. The builder's defaults behave like AWS at its own speed, in memory,
 * on a free port.
 *
 * @param host the address to listen on
 * @param port 0 for any free one
 * @param directory where state survives restarts; absent for memory only
 * @param speed seconds of AWS time in a second of the machine's
 * @param provisioningSpeed the same for waiting until instances are up
 * @param metricDelay AWS time until a metric's value can be read
 * @param defaultAccount the account of access keys of which nothing else is known
 * @param defaultRegion what {@link SimulatorMain} tells its users to name
 * @param seed makes chance repeatable
 * @param manualClock whether time stands still until it is advanced
 * @param start AWS time at the very first start; absent for the machine's time
 * @param assumeUnknownRoles whether AssumeRole of a role that does not exist succeeds, instead of
 *     AWS's AccessDenied
 * @param evaluatePermissions whether callers that act in a role may only do what its policies allow
 * @param images what answers for images, by the beginning of their names; the built-in model server
 *     for all others
 * @param sageMaker how long endpoints take, and what AWS does not document of them
 */
public record SimulatorOptions(
    String host,
    int port,
    Optional<Path> directory,
    double speed,
    double provisioningSpeed,
    Duration metricDelay,
    String defaultAccount,
    String defaultRegion,
    long seed,
    boolean manualClock,
    Optional<Instant> start,
    boolean assumeUnknownRoles,
    boolean evaluatePermissions,
    Map<String, Serving> images,
    SageMakerOptions sageMaker) {

  public static Builder builder() {
    return new Builder();
  }

  /** Collects options; what is not said keeps its default. */
  public static final class Builder {
    private String host = "127.0.0.1";
    private int port;
    private @Nullable Path directory;
    private double speed = 1;
    private @Nullable Double provisioningSpeed;
    private Duration metricDelay = Duration.ofSeconds(60);
    private String defaultAccount = "123456789012";
    private String defaultRegion = "us-east-1";
    private long seed = 1;
    private boolean manualClock;
    private @Nullable Instant start;
    private boolean assumeUnknownRoles;
    private boolean evaluatePermissions = true;
    private final Map<String, Serving> images = new LinkedHashMap<>();
    private SageMakerOptions sageMaker = SageMakerOptions.usual();

    private Builder() {}

    public Builder host(String host) {
      this.host = host;
      return this;
    }

    public Builder port(int port) {
      this.port = port;
      return this;
    }

    public Builder directory(Path directory) {
      this.directory = directory;
      return this;
    }

    public Builder speed(double speed) {
      this.speed = speed;
      return this;
    }

    /** Unless it is said, provisioning passes at the same speed as everything else. */
    public Builder provisioningSpeed(double provisioningSpeed) {
      this.provisioningSpeed = provisioningSpeed;
      return this;
    }

    public Builder metricDelay(Duration metricDelay) {
      this.metricDelay = metricDelay;
      return this;
    }

    public Builder defaultAccount(String defaultAccount) {
      this.defaultAccount = defaultAccount;
      return this;
    }

    public Builder defaultRegion(String defaultRegion) {
      this.defaultRegion = defaultRegion;
      return this;
    }

    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    public Builder manualClock(boolean manualClock) {
      this.manualClock = manualClock;
      return this;
    }

    public Builder start(Instant start) {
      this.start = start;
      return this;
    }

    public Builder assumeUnknownRoles(boolean assumeUnknownRoles) {
      this.assumeUnknownRoles = assumeUnknownRoles;
      return this;
    }

    /** False lets every role do everything. */
    public Builder evaluatePermissions(boolean evaluatePermissions) {
      this.evaluatePermissions = evaluatePermissions;
      return this;
    }

    /** What answers for images whose names begin so. */
    public Builder image(String prefix, Serving serving) {
      images.put(prefix, serving);
      return this;
    }

    public Builder sageMaker(SageMakerOptions sageMaker) {
      this.sageMaker = sageMaker;
      return this;
    }

    public SimulatorOptions build() {
      return new SimulatorOptions(
          host,
          port,
          Optional.ofNullable(directory),
          speed,
          provisioningSpeed == null ? speed : provisioningSpeed,
          metricDelay,
          defaultAccount,
          defaultRegion,
          seed,
          manualClock,
          Optional.ofNullable(start),
          assumeUnknownRoles,
          evaluatePermissions,
          Map.copyOf(images),
          sageMaker);
    }
  }
}
