package dev.lodestar.layers;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** What can be set of Lodestar's own work, beside the options of the engine. */
public interface LodestarOptions extends PipelineOptions {

  @Description("Threads of DuckDB in each worker; 0 for one per core")
  @Default.Integer(0)
  int getDuckdbThreads();

  void setDuckdbThreads(int threads);

  @Description("Memory that DuckDB may use in each worker before it spills to disk, as in 2GB")
  @Default.String("1GB")
  String getDuckdbMemory();

  void setDuckdbMemory(String memory);

  @Description("Folder to which DuckDB spills; a temporary one unless given")
  @Default.String("")
  String getDuckdbSpill();

  void setDuckdbSpill(String folder);

  @Description(
      "Tables up to this size are read whole by every worker of a cluster; larger ones are shared out")
  @Default.Long(64L << 20)
  long getBroadcastBytes();

  void setBroadcastBytes(long bytes);
}
