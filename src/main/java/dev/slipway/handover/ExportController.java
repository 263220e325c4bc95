package dev.slipway.handover;

import dev.slipway.access.Needs;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.endpoint.Endpoints;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Endpoints as Terraform, over HTTP. */
@RestController
class ExportController {

  private final Endpoints endpoints;
  private final ExportTerraform export;

  ExportController(Endpoints endpoints, ExportTerraform export) {
    this.endpoints = endpoints;
    this.export = export;
  }

  @GetMapping(value = "/v1/endpoints/{endpoint}/terraform", produces = MediaType.TEXT_PLAIN_VALUE)
  @Needs(value = Role.VIEWER, where = Where.OF_ENDPOINT)
  String terraform(@PathVariable String endpoint) {
    return export.of(endpoints.named(endpoint));
  }
}
