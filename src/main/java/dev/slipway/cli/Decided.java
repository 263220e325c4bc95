package dev.slipway.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What all commands have that decide about one promotion or deployment. */
abstract class Decided extends ClientCommand {

  static final String PENDING = "PENDING_APPROVAL";

  @Parameters(paramLabel = "ID", description = "Of the promotion or deployment.")
  String id = "";

  @Mixin Why why = new Why();
  @Mixin Patience patience = new Patience();
  @Mixin Keyed keyed = new Keyed();

  Decided(Shell shell) {
    super(shell);
  }
}
