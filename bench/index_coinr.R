# COINr on the same figures: Rscript bench/index_coinr.R FOLDER
# Prints a line of JSON as index_peers.py does. Building the coin is not counted.
suppressPackageStartupMessages(library(COINr))
folder <- commandArgs(trailingOnly = TRUE)[1]
units <- as.integer(basename(folder))
lines <- strsplit(readLines(file.path(folder, "tree.txt")), " ")
indicators <- lines[lengths(lines) == 3]
pillars <- as.numeric(unlist(lines[lengths(lines) == 1]))
m <- length(indicators)
names <- sprintf("i%d", seq_len(m))
figures <- matrix(readBin(file.path(folder, "figures.f64"), "double", units * m, endian = "little"), units, m)
figures[is.nan(figures)] <- NA
data <- as.data.frame(figures)
colnames(data) <- names
data <- cbind(uCode = sprintf("u%07d", seq_len(units)), data)
meta <- rbind(
  data.frame(iCode = names, Level = 1, Parent = sprintf("p%s", sapply(indicators, `[`, 1)),
             Direction = as.numeric(sapply(indicators, `[`, 3)),
             Weight = as.numeric(sapply(indicators, `[`, 2)), Type = "Indicator"),
  data.frame(iCode = sprintf("p%d", seq_along(pillars) - 1), Level = 2, Parent = "index", Direction = 1,
             Weight = pillars, Type = "Aggregate"),
  data.frame(iCode = "index", Level = 3, Parent = NA, Direction = 1, Weight = 1, Type = "Aggregate"))
coin <- new_coin(data, meta, quietly = TRUE)
ms <- c()
for (time in seq_len(if (units > 10000) 1 else 3)) {
  begun <- proc.time()[["elapsed"]]
  done <- Normalise(coin, dset = "Raw",
                    global_specs = list(f_n = "n_minmax", f_n_para = list(l_u = c(0, 1))))
  done <- Aggregate(done, dset = "Normalised", f_ag = "a_amean")
  scores <- get_dset(done, "Aggregated")$index
  ranks <- rank(-scores, ties.method = "min", na.last = "keep")
  ms <- c(ms, (proc.time()[["elapsed"]] - begun) * 1000)
}
check <- c(sum(scores, na.rm = TRUE), sum(ifelse(is.na(ranks), 0, ranks) * (seq_len(units) %% 1000)))
cat(sprintf('{"work": "score", "units": %d, "by": "COINr", "ms": [%s], "check": [%s]}\n', units,
            paste(sprintf("%.3f", ms), collapse = ", "), paste(sprintf("%.17g", check), collapse = ", ")))
