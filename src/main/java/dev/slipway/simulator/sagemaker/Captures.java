package dev.slipway.simulator.sagemaker;

import dev.slipway.base.Ids;
import dev.slipway.simulator.fault.Shares;
import dev.slipway.simulator.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemaker.model.CaptureMode;
import software.amazon.awssdk.services.sagemaker.model.DataCaptureConfig;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Data capture ("Capture data from real-time endpoint"): a share of answered requests is written to
 * S3, one JSON document a line, under {@code <endpoint>/<variant>/yyyy/mm/dd/hh/}. Written once a
 * minute of AWS time and whenever 100 have gathered; a kill loses what had not been written.
 */
final class Captures {

  private static final Pattern S3 = Pattern.compile("s3://([^/]+)/?(.*)");
  private static final DateTimeFormatter FOLDER =
      DateTimeFormatter.ofPattern("yyyy/MM/dd/HH", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter FILE =
      DateTimeFormatter.ofPattern("mm-ss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int GATHERED = 100;

  /** What waits to be written into one object. */
  private static final class Batch {
    private final String bucket;
    private final String folder;
    private final List<String> lines = new ArrayList<>();

    Batch(String bucket, String folder) {
      this.bucket = bucket;
      this.folder = folder;
    }
  }

  private final World world;
  private final ObjectStore store;
  private final AtomicLong seen = new AtomicLong();
  private final Map<String, Batch> batches = new LinkedHashMap<>();

  Captures(World world, ObjectStore store) {
    this.world = world;
    this.store = store;
    world.timeline().every(Duration.ofMinutes(1), "captured data is written", this::write);
  }

  /** Takes an answered request down, if its endpoint captures and chance picks it. */
  void take(
      Endpoint endpoint,
      String variant,
      InvokeEndpointRequest request,
      InvokeEndpointResponse response) {
    FleetPlan live = endpoint.state().live();
    JsonNode json = live == null ? null : live.capture();
    if (json == null) {
      return;
    }
    DataCaptureConfig config = Codec.fromJson(json, DataCaptureConfig::builder);
    if (!on(config)
        || !Shares.hits(
            world.seed(), config.initialSamplingPercentage() / 100.0, seen.incrementAndGet())) {
      return;
    }
    Matcher to = S3.matcher(config.destinationS3Uri());
    if (to.matches()) {
      Instant now = world.clock().now();
      String prefix =
          to.group(2).isEmpty() || to.group(2).endsWith("/") ? to.group(2) : to.group(2) + "/";
      String folder =
          prefix + endpoint.state().name() + "/" + variant + "/" + FOLDER.format(now) + "/";
      add(to.group(1), folder, line(config, request, response, now), now);
    }
  }

  /** Whether anything is captured at all. */
  static boolean on(DataCaptureConfig config) {
    return !Boolean.FALSE.equals(config.enableCapture());
  }

  private void add(String bucket, String folder, String line, Instant now) {
    synchronized (batches) {
      Batch batch = batches.computeIfAbsent(bucket + "/" + folder, _ -> new Batch(bucket, folder));
      batch.lines.add(line);
      if (batch.lines.size() >= GATHERED) {
        batches.remove(bucket + "/" + folder);
        put(batch, now);
      }
    }
  }

  /** Writes what has gathered. */
  void write() {
    write(world.clock().now());
  }

  private void write(Instant now) {
    synchronized (batches) {
      batches.values().forEach(batch -> put(batch, now));
      batches.clear();
    }
  }

  private void put(Batch batch, Instant now) {
    String key = batch.folder + FILE.format(now) + "-" + Ids.next() + ".jsonl";
    String text = String.join("\n", batch.lines) + "\n";
    var _ =
        store.write(
            batch.bucket, key, text.getBytes(StandardCharsets.UTF_8), "application/jsonlines");
  }

  private static String line(
      DataCaptureConfig config,
      InvokeEndpointRequest request,
      InvokeEndpointResponse response,
      Instant now) {
    List<CaptureMode> modes =
        config.captureOptions().stream().map(option -> option.captureMode()).toList();
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    ObjectNode data = line.putObject("captureData");
    if (modes.contains(CaptureMode.INPUT) || modes.contains(CaptureMode.INPUT_AND_OUTPUT)) {
      data.set("endpointInput", side(config, "INPUT", request.contentType(), request.body()));
    }
    if (modes.contains(CaptureMode.OUTPUT) || modes.contains(CaptureMode.INPUT_AND_OUTPUT)) {
      data.set("endpointOutput", side(config, "OUTPUT", response.contentType(), response.body()));
    }
    ObjectNode event = line.putObject("eventMetadata");
    event.put("eventId", Ids.next().toString());
    if (request.inferenceId() != null) {
      event.put("inferenceId", request.inferenceId());
    }
    event.put("inferenceTime", now.toString());
    if (request.customAttributes() != null) {
      event.putArray("customAttributes").add(request.customAttributes());
    }
    line.put("eventVersion", "0");
    return line.toString();
  }

  private static ObjectNode side(
      DataCaptureConfig config,
      String mode,
      @Nullable String contentType,
      @Nullable SdkBytes body) {
    byte[] bytes = body == null ? new byte[0] : body.asByteArrayUnsafe();
    String type = contentType == null ? "" : contentType.replaceFirst(";.*", "").strip();
    var headers = config.captureContentTypeHeader();
    boolean csv = headers != null && headers.csvContentTypes().contains(type);
    boolean json = headers != null && headers.jsonContentTypes().contains(type);
    ObjectNode side = JsonNodeFactory.instance.objectNode();
    if (contentType != null) {
      side.put("observedContentType", contentType);
    }
    return side.put("mode", mode)
        .put(
            "data",
            csv || json
                ? new String(bytes, StandardCharsets.UTF_8)
                : Base64.getEncoder().encodeToString(bytes))
        .put("encoding", csv ? "CSV" : json ? "JSON" : "BASE64");
  }
}
