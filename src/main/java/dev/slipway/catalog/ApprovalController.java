package dev.slipway.catalog;

import dev.slipway.access.Needs;
import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.web.Idempotent;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Approvals of versions over HTTP. */
@RestController
@RequestMapping("/v1/models/{model}/versions/{version}")
class ApprovalController {

  private final ApproveVersion approve;

  ApprovalController(ApproveVersion approve) {
    this.approve = approve;
  }

  record ApprovalDecision(@NotBlank @Size(max = 1000) String reason) {}

  @PostMapping("/approvals")
  @Needs(value = Role.APPROVER, where = Where.EVERYWHERE)
  @Idempotent
  ModelVersion approve(
      @PathVariable String model,
      @PathVariable String version,
      @Valid @RequestBody ApprovalDecision decision,
      @AuthenticationPrincipal Principal caller) {
    return approve.approve(model, version, decision.reason(), caller);
  }

  @PostMapping("/approval-withdrawals")
  @Needs(value = Role.APPROVER, where = Where.EVERYWHERE)
  @Idempotent
  ModelVersion withdraw(
      @PathVariable String model,
      @PathVariable String version,
      @Valid @RequestBody ApprovalDecision decision,
      @AuthenticationPrincipal Principal caller) {
    return approve.withdraw(model, version, decision.reason(), caller);
  }
}
