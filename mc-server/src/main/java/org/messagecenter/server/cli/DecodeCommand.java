package org.messagecenter.server.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.capture.BadHex;
import org.messagecenter.protocol.capture.CaptureDecoder;
import org.messagecenter.protocol.capture.CaptureSink;
import org.messagecenter.protocol.capture.HexText;
import org.messagecenter.protocol.capture.PduPrinter;
import org.messagecenter.protocol.capture.StreamDecoder;
import org.messagecenter.protocol.pdu.Octets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mc decode}. */
@Command(
    name = "decode",
    description = {
      "Print SMPP field by field: hexadecimal in any spelling, or a pcap or pcapng file.",
      "Exit status: 0, or 4 when something is broken; the error output says what and where."
    })
final class DecodeCommand implements Callable<Integer> {
  private static final int MAGIC = 4;

  private final InputStream input;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "HEX|FILE",
      description = "Octets, or files with them; standard input when there are none, or for -.")
  private List<String> arguments = new ArrayList<>();

  @Option(names = "--mask", description = "Hide the texts and numbers of messages.")
  private boolean mask;

  @Option(names = "--offsets", description = "Begin each line with the place in the PDU, in hex.")
  private boolean offsets;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "Read the TCP connections of this port in a capture file (default: all that look like"
              + " SMPP).")
  private @Nullable Integer port;

  private boolean broken;

  DecodeCommand(InputStream input) {
    this.input = input;
  }

  @Override
  public Integer call() throws IOException {
    StringBuilder hex = new StringBuilder();
    List<String> given = arguments.isEmpty() ? List.of("-") : arguments;
    for (String argument : given) {
      Path file = file(argument);
      if (argument.equals("-")) {
        source("standard input", input);
      } else if (file == null && looksLikeFile(argument)) {
        report(argument + ": no such file");
      } else if (file == null) {
        hex.append(argument).append(' ');
      } else {
        try (InputStream stream = Files.newInputStream(file)) {
          source(argument, stream);
        }
      }
    }
    if (!hex.isEmpty()) {
      hex("argument", hex.toString());
    }
    out().flush();
    return broken ? ExitStatus.BROKEN : ExitStatus.OK;
  }

  /** The file an argument names; null when there is none and it must be octets. */
  private static @Nullable Path file(String argument) {
    try {
      Path path = Path.of(argument);
      return Files.isRegularFile(path) ? path : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** Characters that no spelling of octets has. */
  private static boolean looksLikeFile(String argument) {
    return argument.indexOf('.') >= 0 || argument.indexOf('/') >= 0;
  }

  private void source(String name, InputStream stream) throws IOException {
    try (InputStream buffered = new BufferedInputStream(stream)) {
      buffered.mark(MAGIC);
      byte[] start = buffered.readNBytes(MAGIC);
      buffered.reset();
      if (CaptureDecoder.canRead(start)) {
        capture(name, buffered);
      } else {
        octetsOrHex(name, buffered.readAllBytes());
      }
    }
  }

  /** A PDU itself begins with a zero octet; no text does. */
  private void octetsOrHex(String name, byte[] content) {
    for (byte octet : content) {
      if (octet == 0) {
        octets(name, content);
        return;
      }
    }
    hex(name, new String(content, StandardCharsets.ISO_8859_1));
  }

  private void hex(String name, String text) {
    try {
      octets(name, HexText.parse(text));
    } catch (BadHex e) {
      report(name + ", " + e.getMessage());
    }
  }

  private void octets(String name, byte[] octets) {
    if (octets.length == 0) {
      report(name + ": no octets");
      return;
    }
    StreamDecoder.decode(
        octets,
        pdu -> {
          String place = pdu.length() < octets.length ? "octet " + pdu.offset() : "";
          if (!place.isEmpty()) {
            out().println(place);
          }
          print(name + (place.isEmpty() ? "" : ", PDU at " + place), pdu);
        });
  }

  private void capture(String name, InputStream stream) throws IOException {
    try {
      OptionalInt wanted = port == null ? OptionalInt.empty() : OptionalInt.of(port);
      if (CaptureDecoder.decode(stream, wanted, new Printing(name)) == 0) {
        report(name + ": no SMPP" + (port == null ? "; --port reads a port in any case" : ""));
      }
    } catch (IOException e) {
      report(name + ", " + e.getMessage());
    }
  }

  private final class Printing implements CaptureSink {
    private final String name;

    Printing(String name) {
      this.name = name;
    }

    @Override
    public void pdu(long frame, long micros, String from, String to, Octets octets) {
      Instant time = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
      out().println("frame " + frame + "  " + time + "  " + from + " > " + to);
      print(name + ", frame " + frame, octets);
    }

    @Override
    public void problem(long frame, String what) {
      report(name + ", frame " + frame + ": " + what);
    }

    @Override
    public void comment(long frame, String comment) {
      out().println("frame " + frame + "  # " + comment.replaceAll("\\p{Cntrl}", "?"));
      out().println();
    }
  }

  private void print(String place, Octets pdu) {
    StringBuilder text = new StringBuilder();
    String problem = new PduPrinter(mask, offsets).print(pdu, text);
    out().println(text);
    if (problem != null) {
      report(place + ", " + problem);
    }
  }

  private void report(String what) {
    broken = true;
    // In the order in which things were printed, should both go to one place.
    out().flush();
    spec.commandLine().getErr().println(what);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
