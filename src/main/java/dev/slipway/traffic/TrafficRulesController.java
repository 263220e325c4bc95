package dev.slipway.traffic;

import dev.slipway.access.Needs;
import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.web.Preconditions;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Traffic rules over HTTP. */
@RestController
@RequestMapping("/v1/endpoints/{endpoint}/traffic-rules")
class TrafficRulesController {

  private final Endpoints endpoints;
  private final RulesOfEndpoints rules;
  private final ReplaceRules replace;

  TrafficRulesController(Endpoints endpoints, RulesOfEndpoints rules, ReplaceRules replace) {
    this.endpoints = endpoints;
    this.rules = rules;
    this.replace = replace;
  }

  @GetMapping
  @Needs(value = Role.VIEWER, where = Where.OF_ENDPOINT)
  ResponseEntity<TrafficRules> get(@PathVariable String endpoint) {
    return tagged(rules.of(endpoints.named(endpoint).id()));
  }

  @PutMapping
  @Needs(value = Role.DEPLOYER, where = Where.OF_ENDPOINT)
  ResponseEntity<TrafficRules> replace(
      @PathVariable String endpoint,
      @RequestBody TrafficRules wanted,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @AuthenticationPrincipal Principal caller) {
    return tagged(replace.replace(endpoint, wanted, ifMatch, caller));
  }

  private static ResponseEntity<TrafficRules> tagged(RulesOfEndpoints.Stored stored) {
    return Preconditions.tagged(stored.rules(), stored.version());
  }
}
