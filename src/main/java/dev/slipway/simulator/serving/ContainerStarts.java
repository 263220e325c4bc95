package dev.slipway.simulator.serving;

import dev.slipway.base.Sha256;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Starts containers as an instance does: download the artifact, unpack it, start, ping. Instances
 * of the same artifact share what was read from it.
 */
public final class ContainerStarts implements AutoCloseable {

  private static final Pattern S3 = Pattern.compile("s3://([^/]+)/(.+)");
  private static final Pattern HTTPS =
      Pattern.compile("https://([^./]+)\\.s3[.-][^/]*amazonaws\\.com/(.+)");
  private static final int KEPT = 64;

  private final Artifacts artifacts;
  private final Map<String, Serving> images;
  private final long seed;
  private final InstantSource clock;
  private final Programs programs = new Programs();
  private final Map<String, BuiltInModel> models =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, BuiltInModel> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * @param images what answers for an image, by the beginning of its name; built-in for others
   * @param clock AWS time
   */
  public ContainerStarts(
      Artifacts artifacts, Map<String, Serving> images, long seed, InstantSource clock) {
    this.clock = clock;
    this.artifacts = artifacts;
    this.images = Map.copyOf(images);
    this.seed = seed;
  }

  /**
   * Starts one container. The future fails with {@link StartFailure} and AWS's reason when it does
   * not come up healthy; cancelled, it is stopped. A built-in model is up at once.
   *
   * @param variant named in failures
   * @param instance tells the containers of a fleet apart, for the seed
   * @param output where what it writes goes
   */
  CompletableFuture<Container> start(
      ContainerSpec spec, String variant, int instance, Output output) {
    StartFailure unhealthy = pingFailed(spec, variant);
    try {
      return switch (Serving.of(spec.image(), images)) {
        case Serving.BuiltIn _ -> {
          Container container =
              new BuiltInContainer(
                  model(spec, variant, output), seed + 31L * instance, output, clock);
          yield container.ping()
              ? CompletableFuture.completedFuture(container)
              : CompletableFuture.failedFuture(unhealthy);
        }
        case Serving.Program program ->
            programs.start(
                program,
                spec,
                spec.modelDataUrl() == null ? null : archive(spec.modelDataUrl()),
                output,
                unhealthy);
        case Serving.Url url -> programs.meet(url, spec, unhealthy);
      };
    } catch (StartFailure failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  /**
   * Starts all containers of a model on one instance: it is up when all of them are.
   *
   * @param direct whether callers name the container, instead of sending through all in turn
   * @param outputs where what they write goes
   */
  public CompletableFuture<Container> start(
      List<ContainerSpec> specs,
      boolean direct,
      String variant,
      int instance,
      Output.OfContainers outputs) {
    if (specs.size() == 1) {
      ContainerSpec only = specs.getFirst();
      return start(only, variant, instance, outputs.of(only.name()));
    }
    List<CompletableFuture<Container>> starting =
        specs.stream()
            .map(spec -> start(spec, variant, instance, outputs.of(spec.name())))
            .toList();
    CompletableFuture<Container> group = new CompletableFuture<>();
    var _ =
        CompletableFuture.allOf(starting.toArray(new CompletableFuture<?>[0]))
            .whenComplete((_, failure) -> {
              if (failure == null) {
                var together = new ArrayList<Map.Entry<String, Container>>();
                for (int i = 0; i < specs.size(); i++) {
                  together.add(Map.entry(specs.get(i).name(), starting.get(i).join()));
                }
                if (group.complete(new ContainerGroup(together, direct))) {
                  return;
                }
              }
              var _ =
                  group.completeExceptionally(
                      failure instanceof CompletionException wrapped && wrapped.getCause() != null
                          ? wrapped.getCause()
                          : failure == null ? new CancellationException() : failure);
              starting.forEach(ContainerStarts::giveUp);
            });
    return group;
  }

  private static void giveUp(CompletableFuture<Container> one) {
    var _ = one.thenAccept(Container::stop);
    var _ = one.cancel(false);
  }

  /**
   * How a container would do.
   *
   * @param held how much longer an answer takes than computing it; nothing is known of programs
   * @param failure why it would not come up healthy, in AWS's words; null when it would, or when
   *     only starting it could tell
   */
  public record Health(Duration held, @Nullable String failure) {}

  /** Tells how a built-in model does, without starting anything. */
  public Health health(ContainerSpec spec, String variant) {
    if (!(Serving.of(spec.image(), images) instanceof Serving.BuiltIn)) {
      return new Health(Duration.ZERO, null);
    }
    try {
      BuiltInModel model = model(spec, variant, _ -> {});
      return model.pingFails()
          ? new Health(Duration.ZERO, pingFailed(spec, variant).reason())
          : new Health(model.latency(), null);
    } catch (StartFailure failure) {
      return new Health(Duration.ZERO, failure.reason());
    }
  }

  /** Ends every program that was started, and waits for that. */
  @Override
  public void close() {
    programs.close();
  }

  private BuiltInModel model(ContainerSpec spec, String variant, Output output)
      throws StartFailure {
    String url = spec.modelDataUrl();
    if (url == null) {
      output.line("there is no model: the model names no artifact");
      throw pingFailed(spec, variant);
    }
    byte[] archive = archive(url);
    String digest = Sha256.hex(archive);
    BuiltInModel known = kept(digest, null);
    if (known != null) {
      output.line("loaded model.json of " + url);
      return known;
    }
    String json;
    try {
      json = ModelArchive.modelJson(archive).orElse("");
    } catch (IOException e) {
      throw new StartFailure(
          "Failed to extract model data archive from URL \""
              + url
              + "\". Please ensure that the"
              + " object located at the URL is a valid tar.gz archive.");
    }
    try {
      BuiltInModel model = BuiltInModel.parse(json);
      var _ = kept(digest, model);
      output.line("loaded model.json of " + url);
      return model;
    } catch (IllegalArgumentException e) {
      // The archive unpacks, but the serving program cannot load what is in it.
      output.line("cannot load model.json of " + url + ": " + e.getMessage());
      throw pingFailed(spec, variant);
    }
  }

  private byte[] archive(String url) throws StartFailure {
    return read(url)
        .orElseThrow(() -> new StartFailure("Could not find model data at " + url + "."));
  }

  private @Nullable BuiltInModel kept(String digest, @Nullable BuiltInModel fresh) {
    synchronized (models) {
      if (fresh != null) {
        models.put(digest, fresh);
      }
      return models.get(digest);
    }
  }

  private Optional<byte[]> read(String url) {
    for (Pattern form : new Pattern[] {S3, HTTPS}) {
      Matcher matcher = form.matcher(url);
      if (matcher.matches()) {
        return artifacts.read(matcher.group(1), matcher.group(2));
      }
    }
    return Optional.empty();
  }

  /** What AWS says of an artifact that does not arrive in time. */
  public static StartFailure downloadFailed(ContainerSpec spec) {
    return new StartFailure(
        "Failed to download model data for container \""
            + spec.name()
            + "\" from URL: \""
            + spec.modelDataUrl()
            + "\". Please ensure that there is an object located at the URL and that the role"
            + " passed to CreateModel has permissions to download the model.");
  }

  /** What AWS says of a container that does not answer pings. */
  public static StartFailure pingFailed(ContainerSpec spec, String variant) {
    return new StartFailure(
        "The "
            + spec.name()
            + " container for production variant "
            + variant
            + " did not pass the ping health check. Please check CloudWatch logs for this"
            + " endpoint.");
  }
}
