package dev.slipway.catalog;

import dev.slipway.access.Needs;
import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** A model's sample payloads over HTTP. A payload is shown only to who asks for that sample. */
@RestController
@RequestMapping("/v1/models/{model}/samples")
class SampleController {

  private final Models models;
  private final Samples samples;

  SampleController(Models models, Samples samples) {
    this.models = models;
    this.samples = samples;
  }

  /** All samples, without their payloads. */
  record Listed(List<Answer> items) {}

  /** A sample; with its payload as text or as Base64, or without it. */
  record Answer(
      String model,
      String name,
      String contentType,
      int bytes,
      @Nullable String body,
      @Nullable String bodyBase64,
      @Nullable JsonNode responseSchema,
      String createdBy,
      Instant updatedAt) {

    static Answer of(Sample sample, boolean whole) {
      String text = whole ? text(sample.body()) : null;
      return new Answer(
          sample.model(),
          sample.name(),
          sample.contentType(),
          sample.body().length,
          text,
          whole && text == null ? Base64.getEncoder().encodeToString(sample.body()) : null,
          sample.responseSchema(),
          sample.createdBy(),
          sample.updatedAt());
    }

    private static @Nullable String text(byte[] body) {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      } catch (CharacterCodingException notText) {
        return null;
      }
    }
  }

  @GetMapping
  @Needs(value = Role.VIEWER, where = Where.SOMEWHERE)
  Listed list(@PathVariable String model) {
    return new Listed(
        samples.of(models.byName(model).id()).stream().map(it -> Answer.of(it, false)).toList());
  }

  @GetMapping("/{sample}")
  @Needs(value = Role.VIEWER, where = Where.SOMEWHERE)
  Answer get(@PathVariable String model, @PathVariable String sample) {
    return Answer.of(samples.byName(model, sample), true);
  }

  @PutMapping("/{sample}")
  @Needs(value = Role.DEPLOYER, where = Where.EVERYWHERE)
  Answer put(
      @PathVariable String model,
      @PathVariable String sample,
      @RequestBody NewSample wanted,
      @AuthenticationPrincipal Principal caller) {
    return Answer.of(samples.put(model, sample, wanted, caller), false);
  }

  @DeleteMapping("/{sample}")
  @Needs(value = Role.DEPLOYER, where = Where.EVERYWHERE)
  ResponseEntity<Void> remove(
      @PathVariable String model,
      @PathVariable String sample,
      @AuthenticationPrincipal Principal caller) {
    samples.remove(model, sample, caller);
    return ResponseEntity.noContent().build();
  }
}
