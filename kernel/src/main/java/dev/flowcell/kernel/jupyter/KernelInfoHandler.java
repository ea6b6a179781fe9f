package dev.flowcell.kernel.jupyter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.messages.reply.KernelInfoReply;
import io.github.spencerpark.jupyter.messages.request.KernelInfoRequest;
import java.util.List;

/** Says what this kernel is, and that it speaks Java. */
final class KernelInfoHandler implements Handler<KernelInfoRequest> {

  private final KernelInfo info;
  private final Wire wire;

  KernelInfoHandler(KernelInfo info, Wire wire) {
    this.info = info;
    this.wire = wire;
  }

  @Override
  public JsonElement handle(Request<KernelInfoRequest> request) {
    LanguageInfo java =
        new LanguageInfo.Builder("java")
            .version(version(Runtime.version()))
            .mimetype("text/x-java")
            .fileExtension(".java")
            .pygments("java")
            .codemirror("text/x-java")
            .build();
    List<LanguageInfo.Help> links =
        info.helpLinks().entrySet().stream()
            .map(link -> new LanguageInfo.Help(link.getKey(), link.getValue()))
            .toList();
    JsonObject reply =
        wire.tree(
                new KernelInfoReply(
                    Wire.PROTOCOL_VERSION,
                    info.implementation(),
                    info.version(),
                    java,
                    info.banner(),
                    links))
            .getAsJsonObject();
    reply.addProperty("debugger", false);
    return reply;
  }

  /** As 17.0.12: the protocol's X.Y.Z, without what a vendor adds. */
  private static String version(Runtime.Version java) {
    return java.feature() + "." + java.interim() + "." + java.update();
  }
}
