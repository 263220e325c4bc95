package dev.slipway.catalog;

import dev.slipway.access.Needs;
import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.base.Page;
import dev.slipway.web.Idempotent;
import dev.slipway.web.PageRequest;
import dev.slipway.web.PatchMember;
import dev.slipway.web.Preconditions;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.annotation.JsonDeserialize;

/** Models and versions over HTTP. */
@RestController
@RequestMapping("/v1/models")
class CatalogController {

  private final Models models;
  private final Versions versions;

  CatalogController(Models models, Versions versions) {
    this.models = models;
    this.versions = versions;
  }

  /**
   * What can change about a model.
   *
   * @param description null for as it is
   */
  record ModelChange(
      @JsonDeserialize(using = PatchMember.Cleared.class) @Nullable String description) {}

  @PostMapping
  @Needs(value = Role.DEPLOYER, where = Where.SOMEWHERE)
  @Idempotent
  ResponseEntity<Model> create(
      @RequestBody NewModel wanted, @AuthenticationPrincipal Principal caller) {
    Model model = models.create(wanted, caller);
    return Preconditions.made("/v1/models/" + model.name(), model, model.rowVersion());
  }

  @GetMapping
  @Needs(value = Role.VIEWER, where = Where.SOMEWHERE)
  Page<Model> list(PageRequest page) {
    return models.list(page);
  }

  @GetMapping("/{model}")
  @Needs(value = Role.VIEWER, where = Where.SOMEWHERE)
  ResponseEntity<Model> get(@PathVariable String model) {
    return tagged(models.byName(model));
  }

  @PatchMapping("/{model}")
  @Needs(value = Role.DEPLOYER, where = Where.SOMEWHERE)
  ResponseEntity<Model> change(
      @PathVariable String model,
      @RequestBody ModelChange change,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @AuthenticationPrincipal Principal caller) {
    return tagged(models.describe(model, change.description(), ifMatch, caller));
  }

  @PostMapping("/{model}/versions")
  @Needs(value = Role.DEPLOYER, where = Where.SOMEWHERE)
  ResponseEntity<ModelVersion> register(
      @PathVariable String model,
      @RequestBody NewVersion wanted,
      @AuthenticationPrincipal Principal caller) {
    Versions.Registered registered = versions.register(model, wanted, caller);
    ModelVersion version = registered.version();
    return (registered.now()
            ? ResponseEntity.created(
                URI.create("/v1/models/%s/versions/%s".formatted(model, version.name())))
            : ResponseEntity.ok())
        .body(version);
  }

  @GetMapping("/{model}/versions")
  @Needs(value = Role.VIEWER, where = Where.SOMEWHERE)
  Page<ModelVersion> list(@PathVariable String model, PageRequest page) {
    return versions.list(model, page);
  }

  @GetMapping("/{model}/versions/{version}")
  @Needs(value = Role.VIEWER, where = Where.SOMEWHERE)
  ModelVersion get(@PathVariable String model, @PathVariable String version) {
    return versions.byName(model, version);
  }

  private static ResponseEntity<Model> tagged(Model model) {
    return Preconditions.tagged(model, model.rowVersion());
  }
}
