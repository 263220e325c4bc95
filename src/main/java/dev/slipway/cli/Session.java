package dev.slipway.cli;

/** What a command works with once it is understood: the service, and where to write. */
record Session(Shell shell, Api api, Printer printer) {

  static Session open(Shell shell, Connection connection) {
    var service = new FindService(shell, connection).find();
    return new Session(
        shell, new Api(service, shell.time()), new Printer(shell, connection.output));
  }

  Paint paint() {
    return printer.paint();
  }
}
